/* Keys of sounds, for Python. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "module.h"
#include "sounds.h"

typedef size_t (*Writer)(const uint8_t *sound, size_t n, char *key);

static PyObject *key_of(PyObject *sound, Writer write) {
    if (!PyUnicode_Check(sound) || !PyUnicode_IS_ASCII(sound)) {
        PyErr_SetString(PyExc_ValueError, "a sound is a string of plain ASCII");
        return NULL;
    }
    size_t n = (size_t)PyUnicode_GET_LENGTH(sound);
    char few[MOST_COMPARED], *key = n <= sizeof few ? few : PyMem_Malloc(n);
    if (key == NULL) return PyErr_NoMemory();
    size_t size = write(PyUnicode_1BYTE_DATA(sound), n, key);
    PyObject *found = PyUnicode_FromStringAndSize(key, (Py_ssize_t)size);
    if (key != few) PyMem_Free(key);
    return found;
}

static PyObject *fine_key(PyObject *module, PyObject *sound) {
    (void)module;
    return key_of(sound, write_fine_key);
}

static PyObject *deep_key(PyObject *module, PyObject *sound) {
    (void)module;
    return key_of(sound, write_deep_key);
}

PyMethodDef key_methods[] = {
    {"fine_key", fine_key, METH_O, "fine_key(sound) -> its consonants and three vowel classes"},
    {"deep_key", deep_key, METH_O, "deep_key(sound) -> its consonants, some of them joined"},
    {NULL, NULL, 0, NULL},
};
