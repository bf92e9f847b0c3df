/* Words and shapes as Python holds them. */
#ifndef NAMENORM_WORD_TYPE_H
#define NAMENORM_WORD_TYPE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "words.h"

typedef struct {
    PyObject_HEAD
    Word word;
    PyObject *text, *fold;
    PyObject *bases, *cases, *masculine; /* NULL until they are asked for */
} WordObject;

typedef struct {
    PyObject_HEAD
    Shape shape;
    PyObject *words; /* a tuple that keeps them alive */
} ShapeObject;

static inline WordObject *object_of(const Word *word) {
    return (WordObject *)((char *)word - offsetof(WordObject, word));
}

#endif
