/* Sides of a comparison, between Python and the kernel. */
#ifndef NAMENORM_SIDES_H
#define NAMENORM_SIDES_H

#include "token_type.h"

#include "comparison.h"

Comparer *comparer_of(PyObject *comparer); /* comparer_type.c */

/* sides.c: sides.py */
void weigh_side(Side *side);
int side_of(ShapeObject *shape, PyObject *rarities, PyObject *known, Side *side);
PyObject *told(int stage, const double *values); /* (stage, features) */

#endif
