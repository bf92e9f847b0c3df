/* Costs of confusable sounds, and the distance of two sound strings under them. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "module.h"
#include "sounds.h"

#define MOST_READINGS 32

typedef struct {
    PyObject_HEAD
    Costs costs;
} CostsObject;

const Costs *costs_of(PyObject *costs) { return &((CostsObject *)costs)->costs; }

static int code_of(PyObject *text, uint32_t *code) {
    if (!PyUnicode_Check(text) || PyUnicode_GET_LENGTH(text) != 1 ||
        PyUnicode_READ_CHAR(text, 0) >= SOUND_CODES) {
        PyErr_SetString(PyExc_ValueError, "a sound is one character of ASCII");
        return -1;
    }
    *code = PyUnicode_READ_CHAR(text, 0);
    return 0;
}

static int read_substitutions(Costs *costs, PyObject *given) {
    PyObject *key, *value;
    Py_ssize_t at = 0;
    while (PyDict_Next(given, &at, &key, &value)) {
        uint32_t a, b;
        double cost = PyFloat_AsDouble(value);
        if (PyErr_Occurred()) return -1;
        if (!PyTuple_Check(key) || PyTuple_GET_SIZE(key) != 2) {
            PyErr_SetString(PyExc_ValueError, "a substitution is of two sounds");
            return -1;
        }
        if (code_of(PyTuple_GET_ITEM(key, 0), &a) || code_of(PyTuple_GET_ITEM(key, 1), &b))
            return -1;
        costs->substitute[a][b] = costs->substitute[b][a] = cost;
    }
    return 0;
}

static int read_indels(Costs *costs, PyObject *given) {
    PyObject *key, *value;
    Py_ssize_t at = 0;
    while (PyDict_Next(given, &at, &key, &value)) {
        uint32_t code;
        double cost = PyFloat_AsDouble(value);
        if (PyErr_Occurred() || code_of(key, &code)) return -1;
        costs->indel[code] = cost;
    }
    return 0;
}

static int costs_init(PyObject *self, PyObject *args, PyObject *kwargs) {
    PyObject *substitutions, *indels;
    Costs *costs = &((CostsObject *)self)->costs;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "O!O!", &PyDict_Type, &substitutions, &PyDict_Type, &indels))
        return -1;
    for (int a = 0; a < SOUND_CODES; a++) {
        costs->indel[a] = 1.0;
        for (int b = 0; b < SOUND_CODES; b++) costs->substitute[a][b] = 1.0;
    }
    return read_substitutions(costs, substitutions) || read_indels(costs, indels) ? -1 : 0;
}

static size_t sounds_of(PyObject *text, uint32_t *sounds) {
    Py_ssize_t n = PyUnicode_GET_LENGTH(text);
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    if (n > MOST_SOUNDS) n = MOST_SOUNDS;
    for (Py_ssize_t i = 0; i < n; i++) sounds[i] = PyUnicode_READ(kind, data, i);
    return (size_t)n;
}

static PyObject *costs_distance(PyObject *self, PyObject *const *args, Py_ssize_t n) {
    if (n != 2 || !PyUnicode_Check(args[0]) || !PyUnicode_Check(args[1])) {
        PyErr_SetString(PyExc_TypeError, "distance takes two strings");
        return NULL;
    }
    /* The greater string comes second, so that both orders add up the same numbers. */
    int turned = PyUnicode_Compare(args[0], args[1]) > 0;
    if (PyErr_Occurred()) return NULL;
    uint32_t left[MOST_SOUNDS], right[MOST_SOUNDS];
    size_t left_size = sounds_of(args[turned], left), right_size = sounds_of(args[!turned], right);
    const Costs *costs = &((CostsObject *)self)->costs;
    return PyFloat_FromDouble(sound_distance(costs, left, left_size, right, right_size));
}

typedef struct { uint32_t letters[MOST_READINGS][MOST_COMPARED]; Sound sounds[MOST_READINGS]; } HeardSounds;

/* Copy the sounds of a token; 1 when one is too long to be compared here, -1 for what is none. */
static int sounds_in(PyObject *given, HeardSounds *heard, size_t *n) {
    *n = (size_t)PyTuple_GET_SIZE(given);
    for (size_t i = 0; i < *n && i < MOST_READINGS; i++) {
        PyObject *text = PyTuple_GET_ITEM(given, (Py_ssize_t)i);
        if (!PyUnicode_Check(text)) {
            PyErr_SetString(PyExc_TypeError, "sounds are strings");
            return -1;
        }
        size_t size = (size_t)PyUnicode_GET_LENGTH(text);
        if (size > MOST_COMPARED) return 1;
        heard->sounds[i] = (Sound){heard->letters[i], size};
        int kind = PyUnicode_KIND(text);
        const void *data = PyUnicode_DATA(text);
        for (size_t k = 0; k < size; k++)
            heard->letters[i][k] = PyUnicode_READ(kind, data, (Py_ssize_t)k);
    }
    return *n > MOST_READINGS;
}

/* None for sounds too many or too long. */
static PyObject *costs_best(PyObject *self, PyObject *const *args, Py_ssize_t n) {
    if (n != 2 || !PyTuple_Check(args[0]) || !PyTuple_Check(args[1])) {
        PyErr_SetString(PyExc_TypeError, "best takes two tuples of strings");
        return NULL;
    }
    HeardSounds lefts, rights;
    size_t left_count, right_count;
    int failed = sounds_in(args[0], &lefts, &left_count);
    if (failed == 0) failed = sounds_in(args[1], &rights, &right_count);
    if (failed < 0) return NULL;
    if (failed) Py_RETURN_NONE;
    const Costs *costs = &((CostsObject *)self)->costs;
    return PyFloat_FromDouble(
        best_likeness(costs, lefts.sounds, left_count, rights.sounds, right_count));
}

static PyMethodDef costs_methods[] = {
    {"best", (PyCFunction)(void (*)(void))costs_best, METH_FASTCALL,
     "best(lefts, rights) -> the similarity of the two tokens' closest sounds, or None"},
    {"distance", (PyCFunction)(void (*)(void))costs_distance, METH_FASTCALL,
     "distance(left, right) -> the weighted edit distance of two sound strings"},
    {NULL, NULL, 0, NULL},
};

PyTypeObject costs_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "normalizer.native._kernel.Costs",
    .tp_doc = "Costs(substitutions, indels): costs of confusable sounds",
    .tp_basicsize = sizeof(CostsObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_init = costs_init,
    .tp_methods = costs_methods,
};
