/* Words and shapes as Python holds them. */
#ifndef NAMENORM_TOKEN_TYPE_H
#define NAMENORM_TOKEN_TYPE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "words.h"

typedef struct {
    PyObject_HEAD
    Word word;
    PyObject *text, *fold;
    PyObject *bases, *cases, *masculine; /* NULL until they are asked for */
    int surname_told, is_surname;
} TokenObject;

typedef struct {
    PyObject_HEAD
    Shape shape;
    PyObject *words; /* a tuple that keeps them alive */
} ShapeObject;

static inline TokenObject *object_of(const Word *word) {
    return (TokenObject *)((char *)word - offsetof(TokenObject, word));
}

#endif
