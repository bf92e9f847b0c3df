/* Trails of words that begin aliases, and the mentions that they end in. */
#ifndef NAMENORM_TRAILS_H
#define NAMENORM_TRAILS_H

#include "reading.h"

#define MOST_WORDS 14 /* annotate/aliases.py */
#define CONTEXTS 8
typedef struct { PyObject *walks, *said[CONTEXTS]; } Node;

typedef struct {
    PyObject_HEAD
    ReaderObject *reader;
    PyObject *begin, *go_on, *said, *longest;
    PyTypeObject *span_type, *mention_type;
    uint32_t *begun; /* by word: its first step */
    Node *nodes;     /* the one at 0 is NOWHERE */
    Steps steps;
    size_t begun_n, begun_room, node_n, node_room;
} TrailsObject;

/* mentions.c */
PyObject *said_at(TrailsObject *self, const ReadingObject *reading, uint32_t node, size_t at,
                  size_t last);
int add_said(const TrailsObject *self, const ReadingObject *reading, size_t at, size_t last,
             PyObject *said, PyObject *found);
int add_by_python(TrailsObject *self, const ReadingObject *reading, size_t at, size_t *end,
                  PyObject *found);

#endif
