/* The kernel over one index file: borrows its bytes, answers with numbers. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "core.h"
#include "module.h"

typedef struct {
    PyObject_HEAD
    Py_buffer buffer;
    Index index;
} KernelObject;

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

static int dictionary(KernelObject *self, PyObject *sections, const char *name,
                      Dictionary *found) {
    char part[64];
    Heap *strings = &found->strings;
    PyOS_snprintf(part, sizeof part, "%s.starts", name);
    if (numbers(self, sections, part, &strings->starts)) return -1;
    PyOS_snprintf(part, sizeof part, "%s.slots", name);
    if (numbers(self, sections, part, &found->slots)) return -1;
    PyOS_snprintf(part, sizeof part, "%s.heap", name);
    return section(self, sections, part, 1, (const void **)&strings->heap.at, &strings->heap.n);
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
                   section(self, sections, "word.plain", 1, (const void **)&index->plain.at,
                           &index->plain.n)
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

static int bytes_of(PyObject *text, Bytes *found) {
    Py_ssize_t size;
    const char *at = PyUnicode_AsUTF8AndSize(text, &size);
    if (at == NULL) return -1;
    *found = (Bytes){(const uint8_t *)at, (size_t)size};
    return 0;
}

/* The forms of a tuple that are looked for as misspelt. */
static int reach_spelt(const Index *index, PyObject *spelt, size_t limit, ReachedList *reached) {
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(spelt); i++) {
        Bytes bytes;
        int failed;
        PyObject *form = PyTuple_GET_ITEM(spelt, i);
        if (!PyUnicode_Check(form)) {
            PyErr_SetString(PyExc_TypeError, "what is spelt is a string");
            return -1;
        }
        if (bytes_of(form, &bytes)) return -1;
        Py_BEGIN_ALLOW_THREADS;
        failed = reach_misspelt(index, bytes, limit, reached);
        Py_END_ALLOW_THREADS;
        if (failed) {
            PyErr_NoMemory();
            return -1;
        }
    }
    return 0;
}

/* reach(keys, spelt, limit, log_entities): keys are packed as core.h has them. The list of what a
 * token reaches goes to Python as bytes, for `near` to take again. */
static PyObject *kernel_reach(PyObject *self, PyObject *args) {
    PyObject *spelt, *found = NULL;
    Py_ssize_t limit, size;
    const char *keys;
    double log_entities;
    const Index *index = &((KernelObject *)self)->index;
    if (!PyArg_ParseTuple(args, "y#O!nd", &keys, &size, &PyTuple_Type, &spelt, &limit,
                          &log_entities))
        return NULL;
    ReachedList reached = {NULL, 0, 0};
    int failed;
    Py_BEGIN_ALLOW_THREADS;
    failed = reach_keys(index, (Bytes){(const uint8_t *)keys, (size_t)size}, log_entities, &reached);
    Py_END_ALLOW_THREADS;
    if (failed) PyErr_NoMemory();
    else if (reach_spelt(index, spelt, limit < 0 ? 0 : (size_t)limit, &reached) == 0) {
        if (settle_reached(&reached)) PyErr_NoMemory();
        else
            found = PyBytes_FromStringAndSize((const char *)reached.at,
                                              (Py_ssize_t)(reached.n * sizeof *reached.at));
    }
    free(reached.at);
    return found;
}

static PyObject *kernel_find(PyObject *self, PyObject *word) {
    Bytes bytes;
    if (!PyUnicode_Check(word)) return PyErr_Format(PyExc_TypeError, "find takes a string");
    if (bytes_of(word, &bytes)) return NULL;
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
    if (!PyArg_ParseTuple(args, "Un", &folded, &limit) || bytes_of(folded, &bytes)) return NULL;
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

static PyObject *hits_as_list(const Hit *hits, size_t n) {
    PyObject *found = PyList_New((Py_ssize_t)n);
    for (size_t i = 0; found && i < n; i++) {
        PyObject *nearness = PyFloat_FromDouble(hits[i].nearness);
        PyObject *position = PyLong_FromUnsignedLong(hits[i].position), *each = NULL;
        if (nearness && position) each = PyTuple_Pack(2, nearness, position);
        Py_XDECREF(nearness);
        Py_XDECREF(position);
        if (each == NULL) Py_CLEAR(found);
        else PyList_SET_ITEM(found, (Py_ssize_t)i, each);
    }
    return found;
}

/* Take the lists that `reach` gave; the tuple keeps their bytes alive. */
static ReachedList *words_of(PyObject *reaches) {
    Py_ssize_t n = PyTuple_GET_SIZE(reaches);
    ReachedList *words = PyMem_Calloc((size_t)n + 1, sizeof *words);
    if (words == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *bytes = PyTuple_GET_ITEM(reaches, i);
        if (!PyBytes_Check(bytes) || (size_t)PyBytes_GET_SIZE(bytes) % sizeof(Reached)) {
            PyErr_SetString(PyExc_TypeError, "near takes what reach gave");
            PyMem_Free(words);
            return NULL;
        }
        words[i].at = (Reached *)(void *)PyBytes_AS_STRING(bytes);
        words[i].n = (size_t)PyBytes_GET_SIZE(bytes) / sizeof(Reached);
    }
    return words;
}

/* Take up to `MOST_OUTLINES` outlines of three lines each, all in one tuple. */
static int outlines_of(PyObject *lines, Outline *outlines, size_t *count) {
    Py_ssize_t n = PyTuple_GET_SIZE(lines);
    if (n % LINES || n > MOST_OUTLINES * LINES) {
        PyErr_SetString(PyExc_ValueError, "an outline has three lines, and a name two outlines");
        return -1;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *line = PyTuple_GET_ITEM(lines, i);
        if (!PyUnicode_Check(line)) {
            PyErr_SetString(PyExc_TypeError, "the lines of an outline are strings");
            return -1;
        }
        if (bytes_of(line, &outlines[i / LINES].at[i % LINES])) return -1;
    }
    *count = (size_t)n / LINES;
    return 0;
}

typedef struct { Outline at[MOST_OUTLINES]; size_t n; } Outlines;

/* The pool in the room of hits, then the first of it. */
static int gathered(const Index *index, const Query *query, const Outlines *outlines, double least,
                    size_t limit, Hit *hits, size_t *n) {
    if (gather(index, query, hits, n)) return -1;
    if (outlines->n && rank_by_outline(index, outlines->at, outlines->n, least, hits, n)) return -1;
    *n = keep_first(hits, *n, limit);
    return 0;
}

/* near(reaches, outlines, length, pool, limit, log_entities, least): without an outline, by words alone,
 * and what is reached comes with gains; with one, what has a share of the best rank. */
static PyObject *kernel_near(PyObject *self, PyObject *args) {
    PyObject *reaches, *lines, *found = NULL;
    Py_ssize_t length, pool, limit;
    double log_entities, least;
    Outlines outlines;
    if (!PyArg_ParseTuple(args, "O!O!nnndd", &PyTuple_Type, &reaches, &PyTuple_Type, &lines, &length,
                          &pool, &limit, &log_entities, &least))
        return NULL;
    if (length < 1 || pool < 0 || pool > PY_SSIZE_T_MAX / 64 || limit < 0 || !(log_entities > 0.0)) {
        PyErr_SetString(PyExc_ValueError, "length, pool, limit or log_entities is out of range");
        return NULL;
    }
    if (outlines_of(lines, outlines.at, &outlines.n)) return NULL;
    ReachedList *words = words_of(reaches);
    Hit *hits = words ? PyMem_Malloc(((size_t)pool + 1) * sizeof *hits) : NULL;
    if (words && hits == NULL) PyErr_NoMemory();
    if (hits) {
        Query query = {words, (size_t)PyTuple_GET_SIZE(reaches), log_entities, (size_t)length,
                       (size_t)pool, outlines.n == 0};
        size_t n = 0;
        int failed;
        Py_BEGIN_ALLOW_THREADS;
        failed = gathered(&((KernelObject *)self)->index, &query, &outlines, least,
                          (size_t)limit, hits, &n);
        Py_END_ALLOW_THREADS;
        found = failed ? PyErr_NoMemory() : hits_as_list(hits, n);
    }
    PyMem_Free(words);
    PyMem_Free(hits);
    return found;
}

static PyMethodDef kernel_methods[] = {
    {"reach", kernel_reach, METH_VARARGS, "reach(keys, spelt, limit, log_entities) -> tokens reached, as bytes"},
    {"tokens", kernel_tokens, METH_O, "tokens(position) -> the tokens of an entry"},
    {"find", kernel_find, METH_O, "find(word) -> its number, or 2**32 - 1"},
    {"misspelt", kernel_misspelt, METH_VARARGS, "misspelt(folded, limit) -> [(form, likeness)]"},
    {"near", kernel_near, METH_VARARGS,
     "near(reaches, outlines, length, pool, limit, log_entities, least) -> [(nearness, position)]"},
    {NULL, NULL, 0, NULL},
};

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
