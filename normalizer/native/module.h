/* The parts of the Python module. */
#ifndef NAMENORM_MODULE_H
#define NAMENORM_MODULE_H

#include <Python.h>

#include "core.h"

#define INTERFACE 18 /* kernel.py has the same number */

extern PyTypeObject kernel_type;     /* kernel_type.c */
extern PyTypeObject costs_type;      /* costs_type.c */
extern PyTypeObject graphemes_type; /* graphemes_type.c */
extern PyTypeObject alphabet_type;  /* alphabet_type.c */
extern PyTypeObject pieces_type;     /* pieces_type.c */
extern PyTypeObject token_type;       /* token_type.c */
extern PyTypeObject shape_type;      /* shape_type.c */
extern PyTypeObject comparer_type;   /* comparer_type.c */
extern PyTypeObject filed_type;      /* filed_type.c */
extern PyTypeObject endings_type;   /* endings_type.c */
extern PyMethodDef key_methods[];     /* key_methods.c */
extern PyMethodDef layout_methods[]; /* layout_methods.c */
extern PyMethodDef meeting_methods[]; /* meeting_methods.c */

const Index *index_of(PyObject *kernel); /* kernel_type.c */

const Costs *costs_of(PyObject *costs); /* costs_type.c */

struct Endings;
const struct Endings *endings_of(PyObject *endings); /* endings_type.c */
struct Alphabet;
const struct Alphabet *alphabet_of(PyObject *alphabet); /* alphabet_type.c */

struct Graphemes;
const struct Graphemes *graphemes_of(PyObject *graphemes); /* graphemes_type.c */

#endif
