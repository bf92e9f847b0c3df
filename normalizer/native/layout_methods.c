/* Functions for building an index file: bytes in, bytes out. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "layout.h"
#include "module.h"

static Numbers numbers_of(const Py_buffer *buffer) {
    return (Numbers){buffer->buf, (size_t)buffer->len / sizeof(uint32_t)};
}

static PyObject *zeros(size_t items) {
    PyObject *bytes = PyByteArray_FromStringAndSize(NULL, (Py_ssize_t)(items * sizeof(uint32_t)));
    if (bytes) memset(PyByteArray_AS_STRING(bytes), 0, items * sizeof(uint32_t));
    return bytes;
}

static uint32_t *items_of(PyObject *bytes) { return (uint32_t *)PyByteArray_AS_STRING(bytes); }

static PyObject *slots(PyObject *self, PyObject *args) {
    Py_buffer hashes;
    Py_ssize_t size;
    (void)self;
    if (!PyArg_ParseTuple(args, "y*n", &hashes, &size)) return NULL;
    Numbers numbers = numbers_of(&hashes);
    PyObject *found = NULL;
    if (size < 1 || (size & (size - 1)) || (size_t)size <= numbers.n)
        PyErr_SetString(PyExc_ValueError, "size is not a power of two over the number of hashes");
    else
        found = zeros((size_t)size);
    if (found) {
        Py_BEGIN_ALLOW_THREADS;
        fill_slots(numbers.at, numbers.n, items_of(found), (size_t)size);
        Py_END_ALLOW_THREADS;
    }
    PyBuffer_Release(&hashes);
    return found;
}

static PyObject *grouped(PyObject *self, PyObject *args) {
    Py_buffer owners, members;
    Py_ssize_t lists;
    (void)self;
    if (!PyArg_ParseTuple(args, "y*y*n", &owners, &members, &lists)) return NULL;
    PyObject *starts = NULL, *found = NULL, *both = NULL;
    if (owners.len != members.len || lists < 0)
        PyErr_SetString(PyExc_ValueError, "owners and members are not of one length");
    else if ((starts = zeros((size_t)lists + 1)) && (found = zeros(numbers_of(&owners).n))) {
        int failed;
        Py_BEGIN_ALLOW_THREADS;
        failed = group_members(numbers_of(&owners), members.buf, items_of(starts), (size_t)lists,
                               items_of(found));
        Py_END_ALLOW_THREADS;
        if (failed) PyErr_SetString(PyExc_ValueError, "an owner is out of range");
        else both = PyTuple_Pack(2, starts, found);
    }
    Py_XDECREF(starts);
    Py_XDECREF(found);
    PyBuffer_Release(&owners);
    PyBuffer_Release(&members);
    return both;
}

static PyObject *listings(PyObject *self, PyObject *args) {
    PyObject *form;
    unsigned int buckets;
    (void)self;
    if (!PyArg_ParseTuple(args, "UI", &form, &buckets)) return NULL;
    if (buckets == 0 || (buckets & (buckets - 1))) {
        PyErr_SetString(PyExc_ValueError, "buckets are not a power of two");
        return NULL;
    }
    Py_ssize_t size;
    const char *text = PyUnicode_AsUTF8AndSize(form, &size);
    if (text == NULL) return NULL;
    uint32_t found[MOST_RESTS];
    size_t n = list_form((Bytes){(const uint8_t *)text, (size_t)size}, buckets, found);
    return PyBytes_FromStringAndSize((const char *)found, (Py_ssize_t)(n * sizeof *found));
}

PyMethodDef layout_methods[] = {
    {"slots", slots, METH_VARARGS, "slots(hashes, size) -> the hash table of u32"},
    {"grouped", grouped, METH_VARARGS, "grouped(owners, members, lists) -> (starts, members)"},
    {"listings", listings, METH_VARARGS, "listings(form, buckets) -> the buckets of a form"},
    {NULL, NULL, 0, NULL},
};
