/* What is said of rows of words that end a trail, asked of Python once for each way they may stand. */
#define PY_SSIZE_T_CLEAN
#include "trails.h"

#define BESIDE 2 /* annotate/fits.py: how many words on each side may matter */
enum { CONTEXT_OPENS = 1, CONTEXT_QUOTE = 2, CONTEXT_AMID = 4 };

/* annotate/fits.py: whether all words beside one are in capitals, as in a headline */
static int amid_capitals(const ReadingObject *reading, size_t at) {
    size_t first = at < 2 ? 0 : at - 2, last = at + 3 < reading->n ? at + 3 : reading->n;
    for (size_t i = first; i < last; i++)
        if (i != at && !(flags_at(reading, i) & ALL_CAPS)) return 0;
    return last - first > 1;
}

static int context_of(const ReadingObject *reading, size_t at, size_t last) {
    int context = reading->places[at].opens ? CONTEXT_OPENS : 0;
    if (reading->reader->gaps_known[reading->places[at].gap].flags & QUOTE)
        context |= CONTEXT_QUOTE;
    if (last == at + 1 && flags_at(reading, at) & ALL_CAPS && amid_capitals(reading, at))
        context |= CONTEXT_AMID;
    return context;
}

/* What Python says of a word and those beside it that may matter, told from `first` on. */
typedef struct { size_t first, at, last; } Window;

static Window window_of(const ReadingObject *reading, size_t at, size_t last) {
    size_t end = last + BESIDE < reading->n ? last + BESIDE : reading->n;
    return (Window){at < BESIDE ? 0 : at - BESIDE, at, end};
}

/* What a row of words says that ends at a node, borrowed: None for no alias; NULL for an error. */
PyObject *said_at(TrailsObject *self, const ReadingObject *reading, uint32_t node, size_t at,
                         size_t last) {
    int context = context_of(reading, at, last);
    PyObject *said = self->nodes[node].said[context];
    if (said) return said;
    Window window = window_of(reading, at, last);
    PyObject *words = words_between(reading, window.first, window.last);
    if (words == NULL) return NULL;
    said = PyObject_CallFunction(self->said, "OnnO", words, (Py_ssize_t)(at - window.first),
                                 (Py_ssize_t)(last - window.first), self->nodes[node].walks);
    Py_DECREF(words);
    if (said && said != Py_None && !(PyTuple_Check(said) && PyTuple_GET_SIZE(said) == 3)) {
        PyErr_SetString(PyExc_TypeError, "a mention is a tuple of its span, entries and name");
        Py_CLEAR(said);
    }
    if (said == NULL) return NULL;
    Py_XSETREF(self->nodes[node].said[context], said);
    return said;
}

static PyObject *span_of(const TrailsObject *self, size_t first, size_t last, size_t start,
                         size_t end) {
    size_t told[] = {first, last, start, end};
    PyObject *span = self->span_type->tp_alloc(self->span_type, 4);
    for (Py_ssize_t i = 0; span && i < 4; i++) {
        PyObject *field = PyLong_FromSize_t(told[i]);
        if (field == NULL) Py_CLEAR(span);
        else PyTuple_SET_ITEM(span, i, field);
    }
    return span;
}

/* Add a mention of what is said, with a span of its own, which is taken. */
static int add_mention(const TrailsObject *self, PyObject *span, PyObject *said, PyObject *found) {
    PyObject *mention = span ? self->mention_type->tp_alloc(self->mention_type, 3) : NULL;
    if (mention == NULL) {
        Py_XDECREF(span);
        return -1;
    }
    PyTuple_SET_ITEM(mention, 0, span);
    for (Py_ssize_t i = 1; i < 3; i++)
        PyTuple_SET_ITEM(mention, i, Py_NewRef(PyTuple_GET_ITEM(said, i)));
    int failed = PyList_Append(found, mention);
    Py_DECREF(mention);
    return failed;
}

/* Add what is said of a row of words. */
int add_said(const TrailsObject *self, const ReadingObject *reading, size_t at, size_t last,
             PyObject *said, PyObject *found) {
    size_t start = reading->places[at].start, end = reading->places[last - 1].end;
    return add_mention(self, span_of(self, at, last, start, end), said, found);
}

/* Add what Python says of the longest alias at a word that a name may be glued to. */
int add_by_python(TrailsObject *self, const ReadingObject *reading, size_t at, size_t *end,
                         PyObject *found) {
    Window window = window_of(reading, at, at + MOST_WORDS);
    PyObject *words = words_between(reading, window.first, window.last);
    PyObject *told = words ? PyObject_CallFunction(self->longest, "On", words,
                                                   (Py_ssize_t)(at - window.first)) : NULL;
    Py_ssize_t first, last, start, stop;
    PyObject *entries, *name;
    int failed = told == NULL;
    Py_XDECREF(words);
    if (!failed && told != Py_None) {
        failed = !PyTuple_Check(told) || !PyArg_ParseTuple(told, "(nnnn)OO", &first, &last, &start,
                                                           &stop, &entries, &name);
        if (failed && !PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "a mention is a tuple of its span, entries and name");
        last = failed ? 0 : last + (Py_ssize_t)window.first;
        if (!failed && last <= (Py_ssize_t)at) last = (Py_ssize_t)at + 1;
        if (!failed)
            failed = add_mention(self, span_of(self, at, (size_t)last, (size_t)start, (size_t)stop),
                                 told, found);
        if (!failed) *end = (size_t)last;
    }
    Py_XDECREF(told);
    return failed ? -1 : 0;
}

