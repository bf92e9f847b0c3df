/* Graphemes with their readings by family, and the readings of spellings. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdlib.h>

#include "module.h"
#include "sounds.h"

typedef struct {
    PyObject_HEAD
    Graphemes graphemes;
} GraphemesObject;

const Graphemes *graphemes_of(PyObject *graphemes) {
    return &((GraphemesObject *)graphemes)->graphemes;
}

static int plain(PyObject *text, Bytes *found) {
    if (!PyUnicode_Check(text) || !PyUnicode_IS_ASCII(text)) {
        PyErr_SetString(PyExc_ValueError, "graphemes and their readings are plain ASCII");
        return -1;
    }
    *found = (Bytes){PyUnicode_1BYTE_DATA(text), (size_t)PyUnicode_GET_LENGTH(text)};
    return 0;
}

static int add_grapheme(Graphemes *graphemes, PyObject *grapheme, PyObject *readings) {
    Bytes letters, reading;
    if (plain(grapheme, &letters)) return -1;
    if (letters.n == 0 || !PyTuple_Check(readings) || PyTuple_GET_SIZE(readings) != FAMILIES) {
        PyErr_SetString(PyExc_ValueError, "a grapheme has a reading for each family");
        return -1;
    }
    Node *node = grow_to(graphemes, letters.at, letters.n);
    if (node == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    node->is_grapheme = 1;
    for (int family = 0; family < FAMILIES; family++) {
        if (plain(PyTuple_GET_ITEM(readings, family), &reading)) return -1;
        if (reading.n > MOST_OF_READING) {
            PyErr_SetString(PyExc_ValueError, "a reading is too long");
            return -1;
        }
        node->sizes[family] = (uint8_t)reading.n;
        memcpy(node->readings[family], reading.at, reading.n);
    }
    return 0;
}

static PyObject *graphemes_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyObject *given, *grapheme, *readings;
    Py_ssize_t at = 0;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "O!", &PyDict_Type, &given)) return NULL;
    GraphemesObject *self = (GraphemesObject *)type->tp_alloc(type, 0);
    while (self && PyDict_Next(given, &at, &grapheme, &readings))
        if (add_grapheme(&self->graphemes, grapheme, readings)) Py_CLEAR(self);
    return (PyObject *)self;
}

static void graphemes_dealloc(PyObject *self) {
    free(((GraphemesObject *)self)->graphemes.nodes);
    Py_TYPE(self)->tp_free(self);
}

/* Letters beyond ASCII belong to no grapheme: they are given as a byte that no grapheme has. */
static uint8_t *letters_of_text(PyObject *text, size_t n) {
    uint8_t *letters = PyMem_Malloc(n * (1 + MOST_OF_READING) + 1);
    for (size_t i = 0; letters && i < n; i++) {
        Py_UCS4 letter = PyUnicode_READ_CHAR(text, (Py_ssize_t)i);
        letters[i] = letter < SOUND_CODES ? (uint8_t)letter : UINT8_MAX;
    }
    return letters;
}

/* The sound strings of all families, in their order. */
static PyObject *graphemes_readings(PyObject *self, PyObject *text) {
    if (!PyUnicode_Check(text)) return PyErr_Format(PyExc_TypeError, "readings takes a string");
    size_t n = (size_t)PyUnicode_GET_LENGTH(text);
    uint8_t *letters = letters_of_text(text, n);
    if (letters == NULL) return PyErr_NoMemory();
    char *sound = (char *)letters + n;
    PyObject *found = PyTuple_New(FAMILIES);
    for (int family = 0; found && family < FAMILIES; family++) {
        size_t size = read_as(&((GraphemesObject *)self)->graphemes, family, letters, n, sound);
        PyObject *each = PyUnicode_FromStringAndSize(sound, (Py_ssize_t)size);
        if (each == NULL) Py_CLEAR(found);
        else PyTuple_SET_ITEM(found, family, each);
    }
    PyMem_Free(letters);
    return found;
}

/* Add the sounds that all families read for a spelling, those that are not there yet; -1 for an error
 * of Python. */
static int add_readings(const Graphemes *graphemes, PyObject *spelling, PyObject *found) {
    if (!PyUnicode_Check(spelling)) {
        PyErr_SetString(PyExc_TypeError, "spellings are strings");
        return -1;
    }
    size_t n = (size_t)PyUnicode_GET_LENGTH(spelling), before = 0;
    uint8_t *letters = letters_of_text(spelling, n);
    char *last = PyMem_Malloc(n * MOST_OF_READING + 1);
    int failed = letters == NULL || last == NULL;
    if (failed) PyErr_NoMemory();
    for (int family = 0; !failed && family < FAMILIES; family++) {
        char *sound = (char *)letters + n;
        size_t size = read_as(graphemes, family, letters, n, sound);
        /* families mostly read what the one before has read */
        if (size == 0 || (size == before && memcmp(sound, last, size) == 0)) continue;
        PyObject *each = PyUnicode_FromStringAndSize(sound, (Py_ssize_t)size);
        failed = each == NULL || PyDict_SetDefault(found, each, Py_None) == NULL;
        Py_XDECREF(each);
        memcpy(last, sound, size);
        before = size;
    }
    PyMem_Free(last);
    PyMem_Free(letters);
    return failed ? -1 : 0;
}

/* The distinct sound strings of all families for several spellings, but for empty ones. */
static PyObject *graphemes_heard(PyObject *self, PyObject *spellings) {
    if (!PyTuple_Check(spellings)) return PyErr_Format(PyExc_TypeError, "heard takes a tuple");
    PyObject *found = PyDict_New();
    for (Py_ssize_t i = 0; found && i < PyTuple_GET_SIZE(spellings); i++) {
        PyObject *spelling = PyTuple_GET_ITEM(spellings, i);
        if (add_readings(&((GraphemesObject *)self)->graphemes, spelling, found)) Py_CLEAR(found);
    }
    PyObject *sounds = found ? PySequence_Tuple(found) : NULL;
    Py_XDECREF(found);
    return sounds;
}

static int hear_token(PyObject *self, PyObject *token, Heard *heard) {
    Bytes letters;
    if (plain(token, &letters)) return -1;
    if (letters.n > MOST_SPELT) {
        PyErr_SetString(PyExc_ValueError, "the token is too long");
        return -1;
    }
    hear(&((GraphemesObject *)self)->graphemes, letters.at, letters.n, heard);
    return 0;
}

static PyObject *graphemes_sounds(PyObject *self, PyObject *token) {
    Heard heard;
    if (hear_token(self, token, &heard)) return NULL;
    PyObject *found = PyTuple_New((Py_ssize_t)heard.n);
    for (size_t i = 0; found && i < heard.n; i++) {
        PyObject *each = PyUnicode_FromStringAndSize(heard.at[i], (Py_ssize_t)heard.sizes[i]);
        if (each == NULL) Py_CLEAR(found);
        else PyTuple_SET_ITEM(found, (Py_ssize_t)i, each);
    }
    return found;
}

#define LEAST_BONES 3

/* Add a key to a set; -1 for an error of Python. */
static int add_key(PyObject *keys, const char *key, size_t n) {
    PyObject *string = PyUnicode_FromStringAndSize(key, (Py_ssize_t)n);
    int failed = string == NULL || PySet_Add(keys, string);
    Py_XDECREF(string);
    return failed ? -1 : 0;
}

/* The fine and the deep keys of a token, those that tell something. */
static PyObject *graphemes_keys(PyObject *self, PyObject *token) {
    Heard heard;
    char key[MOST_SPELT * MOST_OF_READING];
    if (hear_token(self, token, &heard)) return NULL;
    PyObject *fine = PyFrozenSet_New(NULL), *deep = PyFrozenSet_New(NULL);
    int failed = fine == NULL || deep == NULL;
    for (size_t i = 0; !failed && i < heard.n; i++) {
        const uint8_t *sound = (const uint8_t *)heard.at[i];
        size_t n = heard.sizes[i];
        if (is_telling_sound(sound, n)) failed = add_key(fine, key, write_fine_key(sound, n, key));
        size_t size = failed ? 0 : write_deep_key(sound, n, key);
        if (size >= LEAST_BONES) failed = add_key(deep, key, size);
    }
    PyObject *found = failed ? NULL : PyTuple_Pack(2, fine, deep);
    Py_XDECREF(fine);
    Py_XDECREF(deep);
    return found;
}

static PyMethodDef graphemes_methods[] = {
    {"keys", graphemes_keys, METH_O, "keys(token) -> its fine and its deep keys"},
    {"sounds", graphemes_sounds, METH_O, "sounds(token) -> what a token of plain ASCII stands for"},
    {"heard", graphemes_heard, METH_O, "heard(spellings) -> their distinct sounds"},
    {"readings", graphemes_readings, METH_O, "readings(folded) -> its sounds by family"},
    {NULL, NULL, 0, NULL},
};

PyTypeObject graphemes_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "normalizer.native._kernel.Graphemes",
    .tp_doc = "Graphemes({grapheme: readings}): Latin graphemes with a reading for each family",
    .tp_basicsize = sizeof(GraphemesObject),
    .tp_dealloc = graphemes_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = graphemes_new,
    .tp_methods = graphemes_methods,
};
