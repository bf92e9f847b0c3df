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

static PyObject *filled(Bytes forms, Numbers numbers, Rows rows) {
    PyObject *starts = zeros((size_t)rows.buckets + 1), *found = NULL, *both = NULL;
    int failed = starts == NULL;
    if (!failed) {
        Py_BEGIN_ALLOW_THREADS;
        failed = list_forms(forms, numbers.at, numbers.n, rows, items_of(starts), NULL, 0);
        Py_END_ALLOW_THREADS;
        if (failed) PyErr_SetString(PyExc_ValueError, "there are fewer forms than numbers");
    }
    size_t total = failed ? 0 : items_of(starts)[rows.buckets];
    if (!failed && (found = zeros(total))) {
        Py_BEGIN_ALLOW_THREADS;
        failed = list_forms(forms, numbers.at, numbers.n, rows, items_of(starts), items_of(found),
                            total);
        Py_END_ALLOW_THREADS;
        if (!failed) both = PyTuple_Pack(2, starts, found);
    }
    Py_XDECREF(starts);
    Py_XDECREF(found);
    return both;
}

/* all_listings(forms, numbers, buckets, low): forms in UTF-8 with a zero behind each. */
static PyObject *all_listings(PyObject *self, PyObject *args) {
    Py_buffer forms, numbers;
    Rows rows;
    PyObject *both = NULL;
    (void)self;
    if (!PyArg_ParseTuple(args, "y*y*II", &forms, &numbers, &rows.buckets, &rows.low)) return NULL;
    if (rows.buckets == 0 || (rows.buckets & (rows.buckets - 1)) || rows.buckets > 1u << 31)
        PyErr_SetString(PyExc_ValueError, "buckets are not a power of two");
    else
        both = filled((Bytes){forms.buf, (size_t)forms.len}, numbers_of(&numbers), rows);
    PyBuffer_Release(&forms);
    PyBuffer_Release(&numbers);
    return both;
}

/* bags(strings, starts, folds, token starts, tokens): of each entry, as two numbers. */
static PyObject *bags(PyObject *self, PyObject *args) {
    Py_buffer given[5];
    Index index = {.bags = {NULL, 0}};
    (void)self;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*", &given[0], &given[1], &given[2], &given[3], &given[4]))
        return NULL;
    index.words.strings = (Heap){numbers_of(&given[1]), {given[0].buf, (size_t)given[0].len}};
    index.folds = numbers_of(&given[2]);
    index.tokens = (Lists){numbers_of(&given[3]), numbers_of(&given[4])};
    size_t entries = index.tokens.starts.n ? index.tokens.starts.n - 1 : 0;
    PyObject *found = zeros(2 * entries);
    if (found) {
        uint32_t *at = items_of(found);
        Py_BEGIN_ALLOW_THREADS;
        for (size_t i = 0; i < entries; i++) {
            uint64_t bag = bag_of(&index, (uint32_t)i);
            at[2 * i] = (uint32_t)bag;
            at[2 * i + 1] = (uint32_t)(bag >> 32);
        }
        Py_END_ALLOW_THREADS;
    }
    for (int i = 0; i < 5; i++) PyBuffer_Release(&given[i]);
    return found;
}

PyMethodDef layout_methods[] = {
    {"all_listings", all_listings, METH_VARARGS,
     "all_listings(forms, numbers, buckets, low) -> (starts, members) of forms by bucket"},
    {"bags", bags, METH_VARARGS, "bags(strings, starts, folds, token_starts, tokens) -> two numbers an entry"},
    {"slots", slots, METH_VARARGS, "slots(hashes, size) -> the hash table of u32"},
    {"grouped", grouped, METH_VARARGS, "grouped(owners, members, lists) -> (starts, members)"},
    {NULL, NULL, 0, NULL},
};
