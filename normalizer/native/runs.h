/* Runs of capitals: what is known of words that may open, go on with, or end a name. */
#ifndef NAMENORM_RUNS_H
#define NAMENORM_RUNS_H

#include "reading.h"

/* What Python tells of a word: it may be a name, go on with one, say nothing by its letters, be one
 * letter, open a name without more ado, be a function word, or a number that may end a name. Whether
 * the table knows it in some form is asked apart, and whether it is a name when alone. */
enum {
    TOLD = 1, MAY_NAME = 2, SMALL = 4, SAYS_NOTHING = 8, LONE_LETTER = 16, OPENS_NAME = 32,
    FUNCTION = 64, NUMBER = 128, ASKED = 256, FAMILIAR = 512, ASKED_ALONE = 1024, ALONE = 2048
};

typedef struct {
    PyObject_HEAD
    ReaderObject *reader;
    PyObject *span_type, *traits_of, *goes_on, *trimmed;
    uint32_t *traits; /* by word; 0 where nothing is told yet */
    size_t n, room;
    Steps pairs; /* by two words: whether a name that is the first goes on after the second */
} RunsObject;

/* runs_type.c: the first gives 0, the second NULL and the third 0 with an error set */
uint32_t traits_at(RunsObject *self, const ReadingObject *reading, size_t at);
uint8_t *marked(PyObject *places, size_t n);
int is_own(const RunsObject *self, PyObject *given);

/* headlines.c */
PyObject *runs_headlines(PyObject *object, PyObject *given);
PyObject *runs_heads(PyObject *object, PyObject *args);

#endif
