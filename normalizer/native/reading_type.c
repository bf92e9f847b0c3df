/* A text that is read into words: their places, and the words themselves when they are asked for. */
#define PY_SSIZE_T_CLEAN
#include "reading.h"

#include "module.h"

#define WORD_FIELDS 9

static void reading_dealloc(PyObject *object) {
    ReadingObject *self = (ReadingObject *)object;
    PyMem_Free(self->places);
    Py_XDECREF(self->words);
    Py_XDECREF(self->reader);
    PyObject_Free(object);
}

static PyObject *word_at(const ReadingObject *self, size_t at) {
    const Place *place = &self->places[at];
    const WordKnown *word = &self->reader->words[place->word];
    PyTypeObject *type = (PyTypeObject *)self->reader->word_type;
    PyObject *found = type->tp_alloc(type, WORD_FIELDS);
    PyObject *start = PyLong_FromUnsignedLong(place->start);
    PyObject *end = PyLong_FromUnsignedLong(place->end);
    if (found == NULL || start == NULL || end == NULL) {
        Py_XDECREF(found);
        Py_XDECREF(start);
        Py_XDECREF(end);
        return NULL;
    }
    PyObject *fields[WORD_FIELDS] = {
        start,
        end,
        Py_NewRef(word->text),
        PyBool_FromLong(word->flags & CAPITAL),
        PyBool_FromLong(word->flags & ALL_CAPS),
        Py_NewRef(word->capitals),
        Py_NewRef(self->reader->gaps_known[place->gap].gap),
        PyBool_FromLong(place->opens),
        PyBool_FromLong(place->stops),
    };
    for (Py_ssize_t i = 0; i < WORD_FIELDS; i++) PyTuple_SET_ITEM(found, i, fields[i]);
    PyObject_GC_UnTrack(found); /* of strings and numbers: no part of any circle */
    return found;
}

/* A list of some of the words, which are made for it where nobody has asked for all. */
PyObject *words_between(const ReadingObject *self, size_t first, size_t last) {
    if (self->words) return PyList_GetSlice(self->words, (Py_ssize_t)first, (Py_ssize_t)last);
    PyObject *words = PyList_New((Py_ssize_t)(last - first));
    for (size_t i = first; words && i < last; i++) {
        PyObject *word = word_at(self, i);
        if (word == NULL) Py_CLEAR(words);
        else PyList_SET_ITEM(words, (Py_ssize_t)(i - first), word);
    }
    return words;
}

/* The words, borrowed; made when first asked for. */
PyObject *reading_words(ReadingObject *self) {
    if (self->words) return self->words;
    return self->words = words_between(self, 0, self->n);
}

/* annotate/aliases.py: whether the gap before a word may stand inside a name */
int words_join(const ReadingObject *reading, size_t at) {
    uint32_t gap = reading->reader->gaps_known[reading->places[at].gap].flags;
    if (gap & JOINS) return 1;
    if (gap & TO_NUMBER && flags_at(reading, at) & DIGITS) return 1;
    if (!(gap & DOT)) return 0;
    return gap & DOT_ALONE || flags_at(reading, at - 1) & SHORT;
}

static PyObject *get_words(PyObject *object, void *unused) {
    (void)unused;
    return Py_XNewRef(reading_words((ReadingObject *)object));
}

static PyObject *get_reader(PyObject *object, void *unused) {
    (void)unused;
    return Py_NewRef((PyObject *)((ReadingObject *)object)->reader);
}

static PyObject *get_signs(PyObject *object, void *unused) {
    (void)unused;
    return PyLong_FromLong(((ReadingObject *)object)->signs);
}

static PyObject *get_capitals(PyObject *object, void *unused) {
    ReadingObject *self = (ReadingObject *)object;
    PyObject *found = PyList_New(0);
    (void)unused;
    for (size_t at = 0; found && at < self->n; at++) {
        if (!(flags_at(self, at) & CAPITAL)) continue;
        PyObject *place = PyLong_FromSize_t(at);
        if (place == NULL || PyList_Append(found, place)) Py_CLEAR(found);
        Py_XDECREF(place);
    }
    return found;
}

/* has_small(text): whether a word of this normal form is written with a small letter somewhere */
static PyObject *has_small(PyObject *object, PyObject *text) {
    ReadingObject *self = (ReadingObject *)object;
    if (!PyUnicode_Check(text)) return PyErr_Format(PyExc_TypeError, "has_small takes a string");
    for (size_t at = 0; at < self->n; at++) {
        WordKnown word = self->reader->words[self->places[at].word];
        if (!(word.flags & CAPITAL) && (word.text == text || PyUnicode_Compare(word.text, text) == 0))
            Py_RETURN_TRUE;
    }
    Py_RETURN_FALSE;
}

static PyMethodDef reading_methods[] = {
    {"has_small", has_small, METH_O, "has_small(text) -> whether a word is somewhere written small"},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef reading_fields[] = {
    {"capitals", get_capitals, NULL, "the places of words with a capital, in order", NULL},
    {"words", get_words, NULL, "the words of the text, in order", NULL},
    {"signs", get_signs, NULL, "which signs of addresses it has: 1 of mail or a path, 2 of the web", NULL},
    {"reader", get_reader, NULL, "what read it", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyTypeObject reading_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "normalizer.native._kernel.Reading",
    .tp_doc = "A text that is read into words",
    .tp_basicsize = sizeof(ReadingObject),
    .tp_dealloc = reading_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_methods = reading_methods,
    .tp_getset = reading_fields,
};
