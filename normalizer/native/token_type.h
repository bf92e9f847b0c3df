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

/* token_type.c: a token in Latin letters, by its letters, its folded form and its sounds; None where
 * there is no room. */
PyObject *token_of(PyObject *text, PyObject *fold, const Heard *heard, uint32_t script,
                   uint8_t traits);

static inline TokenObject *object_of(const Word *word) {
    return (TokenObject *)((char *)word - offsetof(TokenObject, word));
}

#endif
