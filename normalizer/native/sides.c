/* Names as sides of a comparison, made of what Python tells; and what was compared, told to it. */
#include "sides.h"

#include <math.h>

#define MIN_RARITY 0.4

/* The weight of each word by its worth and rarity, and their sum. */
void weigh_side(Side *side) {
    side->total = 0.0;
    for (size_t i = 0; i < side->shape->n; i++) {
        side->weights[i] = side->shape->worth[i] * (MIN_RARITY + (1.0 - MIN_RARITY) * side->rarities[i]);
        side->total += side->weights[i];
    }
}

/* sides.py: a rarity for each word; `known` says of each whether the table has it. */
int side_of(ShapeObject *shape, PyObject *rarities, PyObject *known, Side *side) {
    size_t n = shape->shape.n;
    if ((size_t)PyTuple_GET_SIZE(rarities) != n || (known && (size_t)PyBytes_GET_SIZE(known) != n)) {
        PyErr_SetString(PyExc_ValueError, "a side has a rarity for each word");
        return -1;
    }
    side->shape = &shape->shape;
    for (size_t i = 0; i < n; i++) {
        side->rarities[i] = PyFloat_AsDouble(PyTuple_GET_ITEM(rarities, (Py_ssize_t)i));
        if (PyErr_Occurred()) return -1;
        side->known[i] = known ? (uint8_t)PyBytes_AS_STRING(known)[i] : 0;
    }
    weigh_side(side);
    return 0;
}

/* Most features are 0, which need not be made each time. */
static PyObject *as_tuple(const double *values) {
    PyObject *found = PyTuple_New(FEATURES), *zero = PyFloat_FromDouble(0.0);
    for (int i = 0; found && i < FEATURES; i++) {
        int is_zero = values[i] == 0.0 && !signbit(values[i]);
        PyObject *each = is_zero ? Py_XNewRef(zero) : PyFloat_FromDouble(values[i]);
        if (each == NULL) Py_CLEAR(found);
        else PyTuple_SET_ITEM(found, i, each);
    }
    Py_XDECREF(zero);
    return found;
}

PyObject *told(int stage, const double *values) {
    PyObject *features = as_tuple(values);
    return features ? Py_BuildValue("(iN)", stage, features) : NULL;
}
