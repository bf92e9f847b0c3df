/* The kernel over one index file, and what is asked of it. */
#ifndef NAMENORM_KERNEL_TYPE_H
#define NAMENORM_KERNEL_TYPE_H

#include <Python.h>

#include "core.h"

typedef struct {
    PyObject_HEAD
    Py_buffer buffer;
    Index index;
} KernelObject;

extern PyMethodDef kernel_methods[]; /* kernel_methods.c */
PyObject *kernel_reach(PyObject *self, PyObject *args); /* reach_methods.c */
PyObject *kernel_reach_word(PyObject *self, PyObject *args);
PyObject *kernel_near(PyObject *self, PyObject *args); /* near_method.c */
int utf8_of(PyObject *text, Bytes *found);

#endif
