/* What the kernel over an index file is asked: arguments are checked, numbers go back. */
#define PY_SSIZE_T_CLEAN
#include "kernel_type.h"

#include <stdlib.h>

int utf8_of(PyObject *text, Bytes *found) {
    Py_ssize_t size;
    const char *at = PyUnicode_AsUTF8AndSize(text, &size);
    if (at == NULL) return -1;
    *found = (Bytes){(const uint8_t *)at, (size_t)size};
    return 0;
}

static PyObject *kernel_find(PyObject *self, PyObject *word) {
    Bytes bytes;
    if (!PyUnicode_Check(word)) return PyErr_Format(PyExc_TypeError, "find takes a string");
    if (utf8_of(word, &bytes)) return NULL;
    const Index *index = &((KernelObject *)self)->index;
    return PyLong_FromUnsignedLong(find_string(&index->words, bytes));
}

/* tokens(position): the tokens of an entry, as records.py reads them. */
static PyObject *kernel_tokens(PyObject *self, PyObject *position) {
    unsigned long number = PyLong_AsUnsignedLong(position);
    if (number == (unsigned long)-1 && PyErr_Occurred()) return NULL;
    const Index *index = &((KernelObject *)self)->index;
    Numbers words = number < NO_NUMBER ? list_at(&index->tokens, (uint32_t)number) : (Numbers){NULL, 0};
    PyObject *found = PyTuple_New((Py_ssize_t)words.n);
    for (size_t i = 0; found && i < words.n; i++) {
        Bytes bytes = string_at(&index->words.strings, words.at[i]);
        PyObject *word = PyUnicode_DecodeUTF8((const char *)bytes.at, (Py_ssize_t)bytes.n, "strict");
        if (word == NULL) Py_CLEAR(found);
        else PyTuple_SET_ITEM(found, (Py_ssize_t)i, word);
    }
    return found;
}

static PyObject *kernel_misspelt(PyObject *self, PyObject *args) {
    PyObject *folded;
    Py_ssize_t limit;
    Bytes bytes;
    NearList near;
    int failed;
    if (!PyArg_ParseTuple(args, "Un", &folded, &limit) || utf8_of(folded, &bytes)) return NULL;
    Py_BEGIN_ALLOW_THREADS;
    failed = find_misspelt(&((KernelObject *)self)->index, bytes, limit < 0 ? 0 : (size_t)limit,
                           &near);
    Py_END_ALLOW_THREADS;
    if (failed) return PyErr_NoMemory();
    PyObject *found = PyList_New((Py_ssize_t)near.n);
    for (size_t i = 0; found && i < near.n; i++) {
        PyObject *each = Py_BuildValue("(Id)", near.at[i].form, near.at[i].likeness);
        if (each == NULL) Py_CLEAR(found);
        else PyList_SET_ITEM(found, (Py_ssize_t)i, each);
    }
    free(near.at);
    return found;
}

/* matching(form, is_folded): None for a form of more words than are compared here. */
static PyObject *kernel_matching(PyObject *self, PyObject *args) {
    PyObject *form;
    int is_folded;
    Bytes bytes;
    Wording wording;
    const Index *index = &((KernelObject *)self)->index;
    if (!PyArg_ParseTuple(args, "Up", &form, &is_folded) || utf8_of(form, &bytes)) return NULL;
    int failed = read_wording(index, bytes, &wording);
    if (failed < 0) Py_RETURN_NONE;
    PyObject *found = PyList_New(0);
    Numbers bucket = failed ? (Numbers){NULL, 0} : wording_bucket(index, &wording, is_folded);
    for (size_t i = 0; found && i < bucket.n; i++) {
        if (!has_wording(index, bucket.at[i], &wording, is_folded)) continue;
        PyObject *position = PyLong_FromUnsignedLong(bucket.at[i]);
        if (position == NULL || PyList_Append(found, position)) Py_CLEAR(found);
        Py_XDECREF(position);
    }
    return found;
}

PyMethodDef kernel_methods[] = {
    {"reach", kernel_reach, METH_VARARGS, "reach(keys, spelt, limit, log_entities) -> tokens reached, as bytes"},
    {"matching", kernel_matching, METH_VARARGS, "matching(form, is_folded) -> positions of entries of the form"},
    {"tokens", kernel_tokens, METH_O, "tokens(position) -> the tokens of an entry"},
    {"reach_word", kernel_reach_word, METH_VARARGS,
     "reach_word(alphabet, word, is_token, codes, limit, log_entities) -> tokens reached, or None"},
    {"find", kernel_find, METH_O, "find(word) -> its number, or 2**32 - 1"},
    {"misspelt", kernel_misspelt, METH_VARARGS, "misspelt(folded, limit) -> [(form, likeness)]"},
    {"near", kernel_near, METH_VARARGS,
     "near(reaches, outlines, length, pool, limit, log_entities, least) -> [(nearness, position, entity ID)]"},
    {NULL, NULL, 0, NULL},
};
