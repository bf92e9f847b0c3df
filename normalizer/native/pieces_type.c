/* The pieces of a unit, and the cost of reading Latin letters by units. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "module.h"
#include "readings.h"

typedef struct {
    PyObject_HEAD
    Pieces pieces;
} PiecesObject;

/* Pieces beyond ASCII or too long for any Latin token are left out: they never fit one. */
static int add_piece(Pieces *pieces, PyObject *letters, PyObject *price) {
    double cost = PyFloat_AsDouble(price);
    if (PyErr_Occurred()) return -1;
    if (!PyUnicode_Check(letters)) {
        PyErr_SetString(PyExc_TypeError, "a piece is a string");
        return -1;
    }
    Py_ssize_t size = PyUnicode_GET_LENGTH(letters);
    if (size == 0) pieces->passing = cost;
    if (!PyUnicode_IS_ASCII(letters)) return 0;
    if (size > MOST_OF_PIECE) {
        PyErr_SetString(PyExc_ValueError, "a piece is too long");
        return -1;
    }
    Piece *piece = &pieces->at[pieces->n++];
    piece->cost = cost;
    piece->size = (unsigned char)size;
    memcpy(piece->letters, PyUnicode_1BYTE_DATA(letters), (size_t)size);
    return 0;
}

static PyObject *pieces_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyObject *given, *letters, *price;
    Py_ssize_t at = 0;
    double passing;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "O!d", &PyDict_Type, &given, &passing)) return NULL;
    PiecesObject *self = (PiecesObject *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    self->pieces.passing = passing;
    self->pieces.at = PyMem_Calloc((size_t)PyDict_GET_SIZE(given) + 1, sizeof(Piece));
    if (self->pieces.at == NULL) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    while (self && PyDict_Next(given, &at, &letters, &price))
        if (add_piece(&self->pieces, letters, price)) Py_CLEAR(self);
    return (PyObject *)self;
}

static void pieces_dealloc(PyObject *self) {
    PyMem_Free(((PiecesObject *)self)->pieces.at);
    Py_TYPE(self)->tp_free(self);
}

/* cost(units, latin, most), of the type: units are a tuple of pieces. */
static PyObject *pieces_cost(PyObject *type, PyObject *args) {
    PyObject *given, *latin;
    double most;
    const Pieces *units[MOST_UNITS];
    (void)type;
    if (!PyArg_ParseTuple(args, "O!Ud", &PyTuple_Type, &given, &latin, &most)) return NULL;
    Py_ssize_t n = PyTuple_GET_SIZE(given), length = PyUnicode_GET_LENGTH(latin);
    if (n < 1 || n > MOST_UNITS || length > MOST_LATIN || !PyUnicode_IS_ASCII(latin))
        return PyErr_Format(PyExc_ValueError, "too many units, or letters that are not Latin");
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *each = PyTuple_GET_ITEM(given, i);
        if (!PyObject_TypeCheck(each, &pieces_type))
            return PyErr_Format(PyExc_TypeError, "units are given by their pieces");
        units[i] = &((PiecesObject *)each)->pieces;
    }
    const char *letters = (const char *)PyUnicode_1BYTE_DATA(latin);
    return PyFloat_FromDouble(reading_cost(units, (size_t)n, letters, (size_t)length, most));
}

/* spellings(units, classes, width, kept), of the type: each unit's pieces in the order of their cost;
 * `classes` says for each letter of ASCII what keys hear, 0 for nothing. */
static PyObject *pieces_spellings(PyObject *type, PyObject *args) {
    PyObject *given;
    Py_buffer classes;
    Py_ssize_t width, kept;
    Pieces units[MOST_UNITS];
    (void)type;
    if (!PyArg_ParseTuple(args, "O!y*nn", &PyTuple_Type, &given, &classes, &width, &kept))
        return NULL;
    Py_ssize_t n = PyTuple_GET_SIZE(given);
    int fits = n <= MOST_UNITS && classes.len == 128 && width > 0 && width <= MOST_BEAM && kept >= 0;
    for (Py_ssize_t i = 0; fits && i < n; i++) {
        PyObject *each = PyTuple_GET_ITEM(given, i);
        fits = PyObject_TypeCheck(each, &pieces_type) &&
               ((PiecesObject *)each)->pieces.n <= MOST_CHOICES;
        if (fits) units[i] = ((PiecesObject *)each)->pieces;
    }
    Spelling *beam = fits ? PyMem_Malloc(MOST_BEAM * sizeof *beam) : NULL;
    long count = beam ? spell(units, (size_t)n, classes.buf, (size_t)width, beam) : -1;
    PyBuffer_Release(&classes);
    PyObject *found = NULL;
    if (!fits) PyErr_SetString(PyExc_ValueError, "too many units or pieces to be spelt");
    else if (count < 0) PyErr_NoMemory();
    else found = PyTuple_New(count < kept ? count : kept);
    for (Py_ssize_t i = 0; found && i < PyTuple_GET_SIZE(found); i++) {
        PyObject *each = PyUnicode_FromStringAndSize(beam[i].letters, (Py_ssize_t)beam[i].size);
        if (each == NULL) Py_CLEAR(found);
        else PyTuple_SET_ITEM(found, i, each);
    }
    PyMem_Free(beam);
    return found;
}

static PyMethodDef pieces_methods[] = {
    {"spellings", pieces_spellings, METH_VARARGS | METH_STATIC,
     "spellings(units, classes, width, kept) -> the likeliest spellings of units, one after another"},
    {"cost", pieces_cost, METH_VARARGS | METH_STATIC,
     "cost(units, latin, most) -> the least cost of cutting letters into pieces of units"},
    {NULL, NULL, 0, NULL},
};

PyTypeObject pieces_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "normalizer.native._kernel.Pieces",
    .tp_doc = "Pieces({letters: cost}, passing): what a unit may be read as",
    .tp_basicsize = sizeof(PiecesObject),
    .tp_dealloc = pieces_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = pieces_new,
    .tp_methods = pieces_methods,
};
