/* Lines whose capitals tell nothing, and heads of names of small words: annotate/runs.py. */
#define PY_SSIZE_T_CLEAN
#include "runs.h"

#define SHARE 0.9
#define MIN_LINE 4
#define MAX_TAIL 5

/* Whether the capitals of a line tell nothing; -1 for an error. */
static int is_shouting(RunsObject *self, const ReadingObject *reading, size_t first, size_t last) {
    size_t capitals = 0;
    if (first == last || reading->places[last - 1].stops) return 0;
    for (int of_capitals = 1; of_capitals >= 0; of_capitals--) {
        size_t told = capitals;
        for (size_t at = first; at < last; at++) {
            if ((flags_at(reading, at) & CAPITAL ? 1 : 0) != of_capitals) continue;
            uint32_t traits = traits_at(self, reading, at);
            if (traits == 0) return -1;
            told += !(traits & SAYS_NOTHING);
            if (!of_capitals && (double)capitals < SHARE * (double)told) return 0;
        }
        if (!of_capitals) return told >= MIN_LINE;
        capitals = told;
    }
    return 0;
}

static int add_places(PyObject *found, size_t first, size_t last) {
    for (size_t at = first; at < last; at++) {
        PyObject *place = PyLong_FromSize_t(at);
        int failed = place == NULL || PySet_Add(found, place);
        Py_XDECREF(place);
        if (failed) return -1;
    }
    return 0;
}

/* headlines(reading): the places of words in lines whose capitals tell nothing */
PyObject *runs_headlines(PyObject *object, PyObject *given) {
    RunsObject *self = (RunsObject *)object;
    if (!is_own(self, given)) return NULL;
    ReadingObject *reading = (ReadingObject *)given;
    PyObject *found = PyFrozenSet_New(NULL);
    size_t first = 0;
    for (size_t at = 0; found && at < reading->n; at++) {
        size_t next = at + 1;
        int ends = next == reading->n ||
                   self->reader->gaps_known[reading->places[next].gap].flags & LINE;
        if (!ends) continue;
        int shouting = is_shouting(self, reading, first, next);
        if (shouting < 0 || (shouting && add_places(found, first, next))) Py_CLEAR(found);
        first = next;
    }
    return found;
}

/* Whether the table knows a word in some form; -1 for an error. */
static int is_familiar(RunsObject *self, const ReadingObject *reading, size_t at, PyObject *asked) {
    if (traits_at(self, reading, at) == 0) return -1;
    uint32_t word = reading->places[at].word;
    if (!(self->traits[word] & ASKED)) {
        PyObject *told = PyObject_CallOneArg(asked, self->reader->words[word].text);
        int found = told ? PyObject_IsTrue(told) : -1;
        Py_XDECREF(told);
        if (found < 0) return -1;
        self->traits[word] |= ASKED | (found ? FAMILIAR : 0);
    }
    return (self->traits[word] & FAMILIAR) != 0;
}

/* Whether the words after a head may belong to its name, as far as Python must look; -1 for an error. */
static int has_tail(RunsObject *self, const ReadingObject *reading, size_t head,
                    const uint8_t *passed, PyObject *asked) {
    for (size_t at = head + 1; at < reading->n && at <= head + MAX_TAIL; at++) {
        if (passed[at]) return at > head + 1;
        uint32_t traits = traits_at(self, reading, at);
        if (traits == 0) return -1;
        if (traits & NUMBER) return 1;
        if (flags_at(reading, at) & CAPITAL) return 0;
        if (!(self->reader->gaps_known[reading->places[at].gap].flags & PLAIN)) return 0;
        if (traits & FUNCTION) continue;
        return is_familiar(self, reading, at, asked);
    }
    return 0;
}

/* heads(reading, passed, is_familiar): the places of words that may head a name of small words */
PyObject *runs_heads(PyObject *object, PyObject *args) {
    RunsObject *self = (RunsObject *)object;
    PyObject *given, *places, *asked;
    if (!PyArg_ParseTuple(args, "OOO", &given, &places, &asked) || !is_own(self, given)) return NULL;
    const ReadingObject *reading = (const ReadingObject *)given;
    uint8_t *passed = marked(places, reading->n);
    PyObject *found = passed ? PyList_New(0) : NULL;
    for (size_t at = 0; found && at + 1 < reading->n; at++) {
        if (!(flags_at(reading, at) & CAPITAL) || passed[at]) continue;
        uint32_t traits = traits_at(self, reading, at);
        int may = traits & MAY_NAME && !(traits & LONE_LETTER)
                      ? has_tail(self, reading, at, passed, asked) : 0;
        PyObject *place = may > 0 ? PyLong_FromSize_t(at) : NULL;
        if (traits == 0 || may < 0 || (may && (place == NULL || PyList_Append(found, place))))
            Py_CLEAR(found);
        Py_XDECREF(place);
    }
    PyMem_Free(passed);
    return found;
}
