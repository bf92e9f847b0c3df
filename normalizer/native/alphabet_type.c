/* Letters as they are heard and folded, and the keys of the forms that are written in them. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdlib.h>

#include "asking.h"
#include "module.h"

typedef struct {
    PyObject_HEAD
    PyObject *graphemes, *base, *masculine;
    Alphabet *alphabet;
} AlphabetObject;

const Alphabet *alphabet_of(PyObject *object) { return ((AlphabetObject *)object)->alphabet; }

static int letters_in(PyObject *text, char *letters, uint8_t *n) {
    if (!PyUnicode_Check(text) || !PyUnicode_IS_ASCII(text) ||
        PyUnicode_GET_LENGTH(text) > MOST_OF_LETTER) {
        PyErr_SetString(PyExc_ValueError, "a letter is folded to few letters of plain ASCII");
        return -1;
    }
    *n = (uint8_t)PyUnicode_GET_LENGTH(text);
    memcpy(letters, PyUnicode_1BYTE_DATA(text), *n);
    return 0;
}

/* A row is (heard, plain, is_latin). */
static int add_row(Alphabet *alphabet, PyObject *letter, PyObject *row) {
    PyObject *heard, *plain;
    int is_latin;
    if (!PyUnicode_Check(letter) || PyUnicode_GET_LENGTH(letter) != 1 || !PyTuple_Check(row) ||
        PyUnicode_READ_CHAR(letter, 0) >= ALPHABET_END) {
        PyErr_SetString(PyExc_ValueError, "an alphabet has rows under single letters");
        return -1;
    }
    if (!PyArg_ParseTuple(row, "OOp", &heard, &plain, &is_latin)) return -1;
    Letter *found = &alphabet->letters[PyUnicode_READ_CHAR(letter, 0)];
    if (letters_in(heard, found->heard, &found->heard_size) ||
        letters_in(plain, found->plain, &found->plain_size))
        return -1;
    found->is_known = 1;
    found->is_latin = (uint8_t)is_latin;
    return 0;
}

static PyObject *alphabet_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyObject *rows, *graphemes, *base, *masculine, *letter, *row;
    Estimates own;
    Py_ssize_t at = 0;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "O!O!O!O!(ddddd)", &PyDict_Type, &rows, &graphemes_type, &graphemes,
                          &endings_type, &base, &endings_type, &masculine, &own.folded, &own.base,
                          &own.fine, &own.deep, &own.code))
        return NULL;
    AlphabetObject *self = (AlphabetObject *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    self->graphemes = Py_NewRef(graphemes);
    self->base = Py_NewRef(base);
    self->masculine = Py_NewRef(masculine);
    self->alphabet = calloc(1, sizeof *self->alphabet);
    if (self->alphabet == NULL) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    self->alphabet->graphemes = graphemes_of(graphemes);
    self->alphabet->base = endings_of(base);
    self->alphabet->masculine = endings_of(masculine);
    self->alphabet->estimates = own;
    while (PyDict_Next(rows, &at, &letter, &row)) {
        if (add_row(self->alphabet, letter, row)) {
            Py_DECREF(self);
            return NULL;
        }
    }
    return (PyObject *)self;
}

static void alphabet_dealloc(PyObject *self) {
    free(((AlphabetObject *)self)->alphabet);
    Py_XDECREF(((AlphabetObject *)self)->graphemes);
    Py_XDECREF(((AlphabetObject *)self)->base);
    Py_XDECREF(((AlphabetObject *)self)->masculine);
    Py_TYPE(self)->tp_free(self);
}

static int text_of(PyObject *text, Bytes *found) {
    Py_ssize_t size;
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "forms and codes are strings");
        return -1;
    }
    const char *at = PyUnicode_AsUTF8AndSize(text, &size);
    if (at == NULL) return -1;
    *found = (Bytes){(const uint8_t *)at, (size_t)size};
    return 0;
}

#define MOST_TOLD 64

/* Take a tuple of strings. */
static int texts_of(PyObject *texts, Bytes *found, size_t *n) {
    Py_ssize_t count = PyTuple_GET_SIZE(texts);
    if (count > MOST_TOLD) count = MOST_TOLD; /* more than `ask_told` has room for, so it tells */
    for (Py_ssize_t i = 0; i < count; i++)
        if (text_of(PyTuple_GET_ITEM(texts, i), &found[i])) return -1;
    *n = (size_t)count;
    return 0;
}

/* A row is (folded, sounds, spellings). Return as `ask_all` does. */
static int ask_row(const Alphabet *alphabet, PyObject *row, double trust, int with_sounds,
                   Packed *packed) {
    PyObject *folded, *sounds, *spelt;
    Bytes heard[MOST_TOLD], read[MOST_TOLD];
    Told told = {.sounds = heard, .spelt = read};
    if (!PyTuple_Check(row)) {
        PyErr_SetString(PyExc_TypeError, "what is told of a form is a tuple");
        return -1;
    }
    if (!PyArg_ParseTuple(row, "OO!O!", &folded, &PyTuple_Type, &sounds, &PyTuple_Type, &spelt) ||
        text_of(folded, &told.folded) || texts_of(sounds, heard, &told.sound_count) ||
        texts_of(spelt, read, &told.spelt_count))
        return -1;
    int failed = ask_told(alphabet, &told, trust, with_sounds, packed);
    if (failed < 0) PyErr_NoMemory();
    return failed;
}

/* Return 0, 1 for a form that is not told here, -1 for an error of Python. */
static int ask_all(const Alphabet *alphabet, PyObject *forms, int is_known, PyObject *codes,
                   Packed *packed) {
    Bytes bytes;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(forms); i++) {
        double trust = i ? alphabet->estimates.base : 1.0;
        PyObject *form = PyTuple_GET_ITEM(forms, i);
        int with_sounds = i == 0 || !is_known, failed;
        if (PyTuple_Check(form)) {
            failed = ask_row(alphabet, form, trust, with_sounds, packed);
        } else {
            if (text_of(form, &bytes)) return -1;
            failed = ask_form(alphabet, bytes, trust, with_sounds, packed);
            if (failed < 0) PyErr_NoMemory();
        }
        if (failed) return failed;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(codes); i++) {
        if (text_of(PyTuple_GET_ITEM(codes, i), &bytes)) return -1;
        if (ask_code(alphabet, bytes, packed)) {
            PyErr_NoMemory();
            return -1;
        }
    }
    return 0;
}

/* keys(forms, is_known, codes): packed for the index, None where a form is not of these letters. In
 * place of a form stands (folded, sounds, spellings) where these are told. */
static PyObject *alphabet_keys(PyObject *self, PyObject *args) {
    PyObject *forms, *codes;
    int is_known;
    Packed packed = {NULL, 0, 0};
    if (!PyArg_ParseTuple(args, "O!pO!", &PyTuple_Type, &forms, &is_known, &PyTuple_Type, &codes))
        return NULL;
    int failed = ask_all(((AlphabetObject *)self)->alphabet, forms, is_known, codes, &packed);
    PyObject *found = NULL;
    if (failed == 0) found = PyBytes_FromStringAndSize((char *)packed.at, (Py_ssize_t)packed.n);
    else if (failed > 0) found = Py_NewRef(Py_None);
    free(packed.at);
    return found;
}

static PyMethodDef alphabet_methods[] = {
    {"keys", alphabet_keys, METH_VARARGS, "keys(forms, is_known, codes) -> keys, packed, or None"},
    {NULL, NULL, 0, NULL},
};

PyTypeObject alphabet_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "normalizer.native._kernel.Alphabet",
    .tp_doc = "Alphabet(rows, graphemes, base, masculine, estimates): letters with what is heard and left of each",
    .tp_basicsize = sizeof(AlphabetObject),
    .tp_dealloc = alphabet_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = alphabet_new,
    .tp_methods = alphabet_methods,
};
