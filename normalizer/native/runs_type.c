/* Runs of capitals: annotate/runs.py, with what Python has told of each word once. */
#define PY_SSIZE_T_CLEAN
#include "runs.h"

#include "module.h"

#define MAX_RUN 6 /* annotate/runs.py */
#define SPAN_FIELDS 4

static PyObject *runs_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyObject *reader, *span_type, *traits_of, *goes_on, *trimmed;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "O!OOOO", &reader_type, &reader, &span_type, &traits_of, &goes_on,
                          &trimmed))
        return NULL;
    if (!PyType_Check(span_type) || !PyType_IsSubtype((PyTypeObject *)span_type, &PyTuple_Type))
        return PyErr_Format(PyExc_TypeError, "a span is a tuple");
    RunsObject *self = (RunsObject *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    self->reader = (ReaderObject *)Py_NewRef(reader);
    self->span_type = Py_NewRef(span_type);
    self->traits_of = Py_NewRef(traits_of);
    self->goes_on = Py_NewRef(goes_on);
    self->trimmed = Py_NewRef(trimmed);
    return (PyObject *)self;
}

static void runs_dealloc(PyObject *object) {
    RunsObject *self = (RunsObject *)object;
    PyMem_Free(self->traits);
    release_steps(&self->pairs);
    Py_XDECREF(self->reader);
    Py_XDECREF(self->span_type);
    Py_XDECREF(self->traits_of);
    Py_XDECREF(self->goes_on);
    Py_XDECREF(self->trimmed);
    Py_TYPE(object)->tp_free(object);
}

/* What is told of a word; 0 with an error set. */
uint32_t traits_at(RunsObject *self, const ReadingObject *reading, size_t at) {
    uint32_t word = reading->places[at].word;
    if (word < self->n && self->traits[word]) return self->traits[word];
    WordKnown known = self->reader->words[word];
    PyObject *capital = known.flags & CAPITAL ? Py_True : Py_False;
    PyObject *told = PyObject_CallFunctionObjArgs(self->traits_of, known.text, capital, NULL);
    unsigned long traits = told ? PyLong_AsUnsignedLong(told) : 0;
    Py_XDECREF(told);
    if (PyErr_Occurred() || make_room_for((void **)&self->traits, &self->room, (size_t)word + 1,
                                          sizeof *self->traits))
        return 0;
    while (self->n <= word) self->traits[self->n++] = 0;
    return self->traits[word] = (uint32_t)traits | TOLD;
}

static PyObject *span_at(const RunsObject *self, const ReadingObject *reading, size_t first,
                         size_t last) {
    PyTypeObject *type = (PyTypeObject *)self->span_type;
    size_t told[SPAN_FIELDS] = {first, last, reading->places[first].start,
                                reading->places[last - 1].end};
    PyObject *span = type->tp_alloc(type, SPAN_FIELDS);
    for (Py_ssize_t i = 0; span && i < SPAN_FIELDS; i++) {
        PyObject *field = PyLong_FromSize_t(told[i]);
        if (field == NULL) Py_CLEAR(span);
        else PyTuple_SET_ITEM(span, i, field);
    }
    return span;
}

/* What Python says of some words of a reading, first to last. */
static PyObject *said(PyObject *asked, ReadingObject *reading, size_t first, size_t last) {
    PyObject *words = reading_words(reading);
    if (words == NULL) return NULL;
    return PyObject_CallFunction(asked, "Onn", words, (Py_ssize_t)first, (Py_ssize_t)last);
}

/* Whether a name goes on after the small word at a place; -1 for an error. */
static int goes_on(RunsObject *self, ReadingObject *reading, size_t first, size_t at) {
    uint64_t key = (uint64_t)reading->places[first].word << 32 | reading->places[at].word;
    int is_pair = at == first + 1 && key;
    uint32_t known = is_pair ? find_step(&self->pairs, key) : NO_NUMBER;
    if (known != NO_NUMBER) return (int)known;
    PyObject *told = said(self->goes_on, reading, first, at);
    int found = told ? PyObject_IsTrue(told) : -1;
    Py_XDECREF(told);
    if (found >= 0 && is_pair && add_step(&self->pairs, key, (uint32_t)found)) {
        PyErr_NoMemory();
        return -1;
    }
    return found;
}

/* The place after the run that opens at a word, that word itself where none opens; -1 for an error. */
static Py_ssize_t run_end(RunsObject *self, ReadingObject *reading, size_t at,
                          const uint8_t *passed) {
    size_t last = at;
    for (size_t place = at; place < reading->n && !passed[place] && last < at + MAX_RUN; place++) {
        if (place > at && !words_join(reading, place)) break;
        uint32_t traits = traits_at(self, reading, place);
        if (traits == 0) return -1;
        if (traits & MAY_NAME) {
            last = place + 1;
        } else {
            int on = place > at && traits & SMALL ? goes_on(self, reading, at, place) : 0;
            if (on < 0) return -1;
            if (on == 0) break;
        }
    }
    return (Py_ssize_t)last;
}

static int add_span(RunsObject *self, ReadingObject *reading, size_t first, size_t last,
                    PyObject *found) {
    PyObject *span = span_at(self, reading, first, last);
    int failed = span == NULL || PyList_Append(found, span);
    Py_XDECREF(span);
    return failed ? -1 : 0;
}

/* Add what is left of a run without the titles before it. Of a lone word that is all of it or nothing,
 * wherever the word stands. */
static int add_trimmed(RunsObject *self, ReadingObject *reading, size_t first, size_t last,
                       PyObject *found) {
    uint32_t traits = traits_at(self, reading, first);
    int lone = last == first + 1;
    if (traits == 0) return -1;
    if (traits & OPENS_NAME || (lone && traits & ALONE))
        return add_span(self, reading, first, last, found);
    if (lone && traits & (ASKED_ALONE | LONE_LETTER)) return 0;
    PyObject *told = said(self->trimmed, reading, first, last);
    if (told == NULL) return -1;
    int failed = !PyList_Check(told);
    if (failed) {
        PyErr_SetString(PyExc_TypeError, "what is left of a run is a list of spans");
    } else {
        Py_ssize_t end = PyList_GET_SIZE(found);
        uint32_t alone = ASKED_ALONE | (PyList_GET_SIZE(told) ? ALONE : 0);
        if (lone) self->traits[reading->places[first].word] |= alone;
        failed = PyList_SetSlice(found, end, end, told);
    }
    Py_DECREF(told);
    return failed ? -1 : 0;
}

/* The places of a set as bytes; NULL with an error set. */
uint8_t *marked(PyObject *places, size_t n) {
    uint8_t *marks = PyMem_Calloc(n + 1, 1);
    PyObject *each, *all = marks ? PyObject_GetIter(places) : NULL;
    if (marks == NULL) PyErr_NoMemory();
    while (all && (each = PyIter_Next(all))) {
        size_t place = PyLong_AsSize_t(each);
        Py_DECREF(each);
        if (PyErr_Occurred()) break;
        if (place < n) marks[place] = 1;
    }
    Py_XDECREF(all);
    if (PyErr_Occurred()) {
        PyMem_Free(marks);
        return NULL;
    }
    return marks;
}

int is_own(const RunsObject *self, PyObject *given) {
    if (Py_IS_TYPE(given, &reading_type) && ((ReadingObject *)given)->reader == self->reader)
        return 1;
    PyErr_SetString(PyExc_TypeError, "runs are of a text that its own reader has read");
    return 0;
}

/* outside(reading, passed): the spans of runs over words whose places are not passed, in order */
static PyObject *runs_outside(PyObject *object, PyObject *args) {
    RunsObject *self = (RunsObject *)object;
    PyObject *given, *places;
    if (!PyArg_ParseTuple(args, "OO", &given, &places) || !is_own(self, given)) return NULL;
    ReadingObject *reading = (ReadingObject *)given;
    uint8_t *passed = marked(places, reading->n);
    PyObject *found = passed ? PyList_New(0) : NULL;
    for (size_t at = 0; found && at < reading->n;) {
        if (!(flags_at(reading, at) & CAPITAL) || passed[at]) {
            at++;
            continue;
        }
        Py_ssize_t last = run_end(self, reading, at, passed);
        if (last < 0 || ((size_t)last > at && add_trimmed(self, reading, at, (size_t)last, found)))
            Py_CLEAR(found);
        at = last > (Py_ssize_t)at ? (size_t)last : at + 1;
    }
    PyMem_Free(passed);
    return found;
}

/* How much is kept beside what each word tells: pairs of words. */
static PyObject *runs_kept(PyObject *object, PyObject *unused) {
    (void)unused;
    return PyLong_FromSize_t(((RunsObject *)object)->pairs.n);
}

static PyObject *get_reader(PyObject *object, void *unused) {
    (void)unused;
    return Py_NewRef((PyObject *)((RunsObject *)object)->reader);
}

static PyGetSetDef runs_fields[] = {
    {"reader", get_reader, NULL, "the reader of the texts", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef runs_methods[] = {
    {"outside", runs_outside, METH_VARARGS, "outside(reading, passed) -> the spans of runs"},
    {"heads", runs_heads, METH_VARARGS,
     "heads(reading, passed, is_familiar) -> the places of words that may head a name of small words"},
    {"headlines", runs_headlines, METH_O, "headlines(reading) -> the places of words in headlines"},
    {"kept", runs_kept, METH_NOARGS, "kept() -> how many pairs of words"},
    {NULL, NULL, 0, NULL},
};

PyTypeObject runs_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "normalizer.native._kernel.Runs",
    .tp_doc = "Runs(reader, span_type, traits_of, goes_on, trimmed): runs of capitals in texts",
    .tp_basicsize = sizeof(RunsObject),
    .tp_dealloc = runs_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = runs_new,
    .tp_methods = runs_methods,
    .tp_getset = runs_fields,
};
