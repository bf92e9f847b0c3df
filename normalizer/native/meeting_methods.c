/* met(kernel, slots, wholes, limit): meeting.c for Python. Words come as bytes of u32. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "module.h"

static int numbers_in(PyObject *bytes, Numbers *found) {
    if (!PyBytes_Check(bytes) || (size_t)PyBytes_GET_SIZE(bytes) % sizeof(uint32_t)) {
        PyErr_SetString(PyExc_TypeError, "words are numbers in bytes");
        return -1;
    }
    *found = (Numbers){(const uint32_t *)(const void *)PyBytes_AS_STRING(bytes),
                       (size_t)PyBytes_GET_SIZE(bytes) / sizeof(uint32_t)};
    return 0;
}

static int slots_in(PyObject *tuple, MeetingSlot *slots) {
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(tuple); i++) {
        PyObject *slot = PyTuple_GET_ITEM(tuple, i);
        if (!PyTuple_Check(slot) || PyTuple_GET_SIZE(slot) != 2) {
            PyErr_SetString(PyExc_TypeError, "a slot is its words and its initials");
            return -1;
        }
        if (numbers_in(PyTuple_GET_ITEM(slot, 0), &slots[i].tokens) ||
            numbers_in(PyTuple_GET_ITEM(slot, 1), &slots[i].initials))
            return -1;
    }
    return 0;
}

static PyObject *as_list(const Meeting *found) {
    PyObject *list = PyList_New((Py_ssize_t)found->n);
    for (size_t i = 0; list && i < found->n; i++) {
        PyObject *each = PyLong_FromUnsignedLong(found->at[i]);
        if (each == NULL) Py_CLEAR(list);
        else PyList_SET_ITEM(list, (Py_ssize_t)i, each);
    }
    return list;
}

static PyObject *met(PyObject *self, PyObject *args) {
    PyObject *kernel, *tuple, *bytes, *list = NULL;
    Py_ssize_t limit;
    MeetingSlot slots[MOST_SLOTS];
    Numbers wholes;
    (void)self;
    if (!PyArg_ParseTuple(args, "O!O!O!n", &kernel_type, &kernel, &PyTuple_Type, &tuple,
                          &PyBytes_Type, &bytes, &limit))
        return NULL;
    if (PyTuple_GET_SIZE(tuple) > MOST_SLOTS || limit < 0 || limit > PY_SSIZE_T_MAX / 8)
        return PyErr_Format(PyExc_ValueError, "too many slots, or limit is out of range");
    if (slots_in(tuple, slots) || numbers_in(bytes, &wholes)) return NULL;
    Meeting found = {PyMem_Malloc(((size_t)limit + 1) * sizeof *found.at), 0, (size_t)limit, 0};
    if (found.at == NULL) return PyErr_NoMemory();
    size_t n = (size_t)PyTuple_GET_SIZE(tuple);
    int failed;
    Py_BEGIN_ALLOW_THREADS;
    failed = find_meeting(index_of(kernel), slots, n, wholes, &found);
    Py_END_ALLOW_THREADS;
    if (failed) PyErr_NoMemory();
    else list = found.is_more ? Py_NewRef(Py_None) : as_list(&found);
    PyMem_Free(found.at);
    return list;
}

PyMethodDef meeting_methods[] = {
    {"met", met, METH_VARARGS,
     "met(kernel, slots, wholes, limit) -> positions of entries in order, None for more than limit"},
    {NULL, NULL, 0, NULL},
};
