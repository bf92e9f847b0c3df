/* The kernel over one index file: borrows its bytes, answers with numbers. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "kernel_type.h"
#include "module.h"

/* Find a section, given as (offset, items); `width` is the size of an item. */
static int section(KernelObject *self, PyObject *sections, const char *name, size_t width,
                   const void **at, size_t *n) {
    PyObject *place = PyDict_GetItemString(sections, name);
    unsigned long long offset, items;
    if (place == NULL) {
        PyErr_Format(PyExc_KeyError, "%s", name);
        return -1;
    }
    if (!PyArg_ParseTuple(place, "KK", &offset, &items)) return -1;
    unsigned long long size = (unsigned long long)self->buffer.len;
    if (offset > size || items > (size - offset) / width || offset % width) {
        PyErr_Format(PyExc_ValueError, "section %s does not lie inside the buffer", name);
        return -1;
    }
    *at = (const uint8_t *)self->buffer.buf + offset;
    *n = (size_t)items;
    return 0;
}

static int numbers(KernelObject *self, PyObject *sections, const char *name, Numbers *found) {
    return section(self, sections, name, sizeof(uint32_t), (const void **)&found->at, &found->n);
}

static int lists(KernelObject *self, PyObject *sections, const char *name, Lists *found) {
    char part[64];
    PyOS_snprintf(part, sizeof part, "%s.starts", name);
    if (numbers(self, sections, part, &found->starts)) return -1;
    PyOS_snprintf(part, sizeof part, "%s.members", name);
    return numbers(self, sections, part, &found->members);
}

static int heap(KernelObject *self, PyObject *sections, const char *name, Heap *found) {
    char part[64];
    PyOS_snprintf(part, sizeof part, "%s.starts", name);
    if (numbers(self, sections, part, &found->starts)) return -1;
    PyOS_snprintf(part, sizeof part, "%s.heap", name);
    return section(self, sections, part, 1, (const void **)&found->heap.at, &found->heap.n);
}

static int dictionary(KernelObject *self, PyObject *sections, const char *name,
                      Dictionary *found) {
    char part[64];
    PyOS_snprintf(part, sizeof part, "%s.slots", name);
    if (numbers(self, sections, part, &found->slots)) return -1;
    return heap(self, sections, name, &found->strings);
}

static int keyed(KernelObject *self, PyObject *sections, const char *name, Keyed *found) {
    char part[64];
    PyOS_snprintf(part, sizeof part, "%s.buckets", name);
    if (numbers(self, sections, part, &found->buckets)) return -1;
    PyOS_snprintf(part, sizeof part, "%s.prints", name);
    if (numbers(self, sections, part, &found->prints)) return -1;
    PyOS_snprintf(part, sizeof part, "%s.lists", name);
    return lists(self, sections, part, &found->lists);
}

static int sections_of(KernelObject *self, PyObject *sections) {
    static const char *levels[LEVELS] = {"fine", "deep", "code"};
    Index *index = &self->index;
    for (int level = 0; level < LEVELS; level++)
        if (keyed(self, sections, levels[level], &index->keys[level])) return -1;
    return dictionary(self, sections, "words", &index->words) ||
                   lists(self, sections, "fold", &index->fold) ||
                   lists(self, sections, "deletions", &index->deletions) ||
                   lists(self, sections, "postings", &index->postings) ||
                   lists(self, sections, "tokens", &index->tokens) ||
                   numbers(self, sections, "word.folds", &index->folds) ||
                   numbers(self, sections, "word.owners", &index->owners) ||
                   numbers(self, sections, "entry.sizes", &index->sizes) ||
                   numbers(self, sections, "entry.bags", &index->bags) ||
                   numbers(self, sections, "entry.entities", &index->entities) ||
                   heap(self, sections, "entity.ids", &index->ids) ||
                   lists(self, sections, "exact", &index->exact) ||
                   lists(self, sections, "folded", &index->folded) ||
                   section(self, sections, "word.traits", sizeof(uint16_t),
                           (const void **)&index->traits.at, &index->traits.n)
               ? -1
               : 0;
}

static PyObject *kernel_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyObject *source, *sections;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "OO!", &source, &PyDict_Type, &sections)) return NULL;
    KernelObject *self = (KernelObject *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    if (PyObject_GetBuffer(source, &self->buffer, PyBUF_SIMPLE) || sections_of(self, sections)) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

const Index *index_of(PyObject *kernel) { return &((KernelObject *)kernel)->index; }

static void kernel_dealloc(PyObject *self) {
    if (((KernelObject *)self)->buffer.obj) PyBuffer_Release(&((KernelObject *)self)->buffer);
    Py_TYPE(self)->tp_free(self);
}

PyTypeObject kernel_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "normalizer.native._kernel.Kernel",
    .tp_doc = "Kernel(buffer, sections): the kernel over the bytes of an index file",
    .tp_basicsize = sizeof(KernelObject),
    .tp_dealloc = kernel_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = kernel_new,
    .tp_methods = kernel_methods,
};
