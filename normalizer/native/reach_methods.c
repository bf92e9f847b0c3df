/* What words reach, as bytes that `near` takes again. */
#define PY_SSIZE_T_CLEAN
#include "kernel_type.h"

#include <stdlib.h>

#include "ask_word.h"
#include "module.h"

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
        if (utf8_of(form, &bytes)) return -1;
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
PyObject *kernel_reach(PyObject *self, PyObject *args) {
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

static int read_asked(PyObject *word, int is_token, PyObject *codes, Asked *asked) {
    asked->is_token = is_token;
    asked->code_n = (size_t)PyTuple_GET_SIZE(codes);
    if (asked->code_n > MOST_CODES) {
        PyErr_SetString(PyExc_ValueError, "a word has few codes");
        return -1;
    }
    for (size_t i = 0; i < asked->code_n; i++) {
        PyObject *code = PyTuple_GET_ITEM(codes, (Py_ssize_t)i);
        if (!PyUnicode_Check(code)) {
            PyErr_SetString(PyExc_TypeError, "codes are strings");
            return -1;
        }
        if (utf8_of(code, &asked->codes[i])) return -1;
    }
    return utf8_of(word, &asked->word);
}

/* Return 0, 1 for a word that is not told here, -1 without memory. */
static int reach_asked(const Alphabet *alphabet, const Index *index, const Asked *asked, size_t limit,
                       double log_entities, ReachedList *reached) {
    Packed packed = {NULL, 0, 0};
    Folded folded;
    int failed = ask_word(alphabet, index, asked, &folded, &packed);
    if (!failed) failed = reach_keys(index, (Bytes){packed.at, packed.n}, log_entities, reached);
    if (!failed && is_looked_for(&folded))
        failed = reach_misspelt(index, (Bytes){folded.at, folded.n}, limit, reached);
    if (!failed) failed = settle_reached(reached);
    free(packed.at);
    return failed;
}

/* reach_word(alphabet, word, is_token, codes, limit, log_entities): what `reach` gives for the keys and the
 * folded form of a word; None for one that is not of the letters of the alphabet. */
PyObject *kernel_reach_word(PyObject *self, PyObject *args) {
    PyObject *alphabet, *word, *codes, *found = NULL;
    Py_ssize_t limit;
    int is_token, failed;
    double log_entities;
    Asked asked;
    if (!PyArg_ParseTuple(args, "O!UpO!nd", &alphabet_type, &alphabet, &word, &is_token, &PyTuple_Type,
                          &codes, &limit, &log_entities) ||
        read_asked(word, is_token, codes, &asked))
        return NULL;
    ReachedList reached = {NULL, 0, 0};
    Py_BEGIN_ALLOW_THREADS;
    failed = reach_asked(alphabet_of(alphabet), &((KernelObject *)self)->index, &asked,
                         limit < 0 ? 0 : (size_t)limit, log_entities, &reached);
    Py_END_ALLOW_THREADS;
    if (failed < 0) PyErr_NoMemory();
    else if (failed) found = Py_NewRef(Py_None);
    else
        found = PyBytes_FromStringAndSize((const char *)reached.at,
                                          (Py_ssize_t)(reached.n * sizeof *reached.at));
    free(reached.at);
    return found;
}
