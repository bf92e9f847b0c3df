/* near: what words reach and the outlines of a name in, the nearest entries out. */
#define PY_SSIZE_T_CLEAN
#include "kernel_type.h"

/* What owns the entries of hits is read step by step, so that no read waits for another. */
static void fetch_ids(const Index *index, const Hit *hits, size_t n) {
    const Numbers *starts = &index->ids.starts;
    for (size_t i = 0; i < n; i++)
        if (hits[i].position < index->entities.n) SOON(&index->entities.at[hits[i].position]);
    for (size_t i = 0; i < n; i++) {
        if (hits[i].position >= index->entities.n) continue;
        uint32_t entity = index->entities.at[hits[i].position];
        if (entity < starts->n) SOON(&starts->at[entity]);
    }
    for (size_t i = 0; i < n; i++) SOON(id_of(index, hits[i].position).at);
}

static PyObject *hit_as_tuple(const Index *index, const Hit *hit) {
    Bytes id = id_of(index, hit->position);
    PyObject *own[3] = {PyFloat_FromDouble(hit->nearness), PyLong_FromUnsignedLong(hit->position),
                        PyUnicode_DecodeUTF8((const char *)id.at, (Py_ssize_t)id.n, NULL)};
    PyObject *found = own[0] && own[1] && own[2] ? PyTuple_Pack(3, own[0], own[1], own[2]) : NULL;
    for (int i = 0; i < 3; i++) Py_XDECREF(own[i]);
    return found;
}

static PyObject *hits_as_list(const Index *index, const Hit *hits, size_t n) {
    PyObject *found = PyList_New((Py_ssize_t)n);
    fetch_ids(index, hits, n);
    for (size_t i = 0; found && i < n; i++) {
        PyObject *each = hit_as_tuple(index, &hits[i]);
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
        if (utf8_of(line, &outlines[i / LINES].at[i % LINES])) return -1;
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
PyObject *kernel_near(PyObject *self, PyObject *args) {
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
        found = failed ? PyErr_NoMemory() : hits_as_list(&((KernelObject *)self)->index, hits, n);
    }
    PyMem_Free(words);
    PyMem_Free(hits);
    return found;
}
