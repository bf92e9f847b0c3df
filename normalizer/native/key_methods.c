/* Keys of sounds, and rounded weights, for Python. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <math.h>

#include "module.h"
#include "sounds.h"

#define ROUND_DIGITS 4
#define ROUND_TO 1e4
#define SURELY_WHOLE 1e9
#define PLAINLY_NEARER 0.499

typedef size_t (*Writer)(const uint8_t *sound, size_t n, char *key);

static PyObject *key_of(PyObject *sound, Writer write) {
    if (!PyUnicode_Check(sound) || !PyUnicode_IS_ASCII(sound)) {
        PyErr_SetString(PyExc_ValueError, "a sound is a string of plain ASCII");
        return NULL;
    }
    size_t n = (size_t)PyUnicode_GET_LENGTH(sound);
    char few[MOST_COMPARED], *key = n <= sizeof few ? few : PyMem_Malloc(n);
    if (key == NULL) return PyErr_NoMemory();
    size_t size = write(PyUnicode_1BYTE_DATA(sound), n, key);
    PyObject *found = PyUnicode_FromStringAndSize(key, (Py_ssize_t)size);
    if (key != few) PyMem_Free(key);
    return found;
}

static PyObject *fine_key(PyObject *module, PyObject *sound) {
    (void)module;
    return key_of(sound, write_fine_key);
}

static PyObject *deep_key(PyObject *module, PyObject *sound) {
    (void)module;
    return key_of(sound, write_deep_key);
}

/* Return the number with so many digits after the point as Python's `round` has it. A number whose
 * ten-thousandth part is plainly nearer to one whole than to another needs no decimal digits: the
 * quotient of two whole numbers is the double nearest to it, as that of the digits would be. */
static int round_number(double number, double *found) {
    double scaled = number * ROUND_TO, whole = nearbyint(scaled);
    if (fabs(scaled) < SURELY_WHOLE && fabs(scaled - whole) < PLAINLY_NEARER) {
        *found = whole / ROUND_TO;
        return 0;
    }
    PyObject *exact = PyFloat_FromDouble(number);
    PyObject *rounded = exact ? PyObject_CallMethod(exact, "__round__", "i", ROUND_DIGITS) : NULL;
    Py_XDECREF(exact);
    if (rounded == NULL) return -1;
    *found = PyFloat_AsDouble(rounded);
    Py_DECREF(rounded);
    return PyErr_Occurred() ? -1 : 0;
}

/* weighed(model, values): the model opens with its bias. What adds nothing is passed over. */
static PyObject *weighed(PyObject *module, PyObject *args) {
    PyObject *model, *values;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!O!", &PyTuple_Type, &model, &PyTuple_Type, &values)) return NULL;
    Py_ssize_t n = PyTuple_GET_SIZE(values);
    if (PyTuple_GET_SIZE(model) != n + 1) {
        PyErr_SetString(PyExc_ValueError, "a model has a bias and a weight for each value");
        return NULL;
    }
    double sum = 0.0;
    for (Py_ssize_t i = 0; i < n; i++) {
        double value = PyFloat_AsDouble(PyTuple_GET_ITEM(values, i)), added;
        double weight = value != 0.0 ? PyFloat_AsDouble(PyTuple_GET_ITEM(model, i + 1)) : 0.0;
        if (PyErr_Occurred() || round_number(weight * value, &added)) return NULL;
        sum += added;
    }
    double bias = PyFloat_AsDouble(PyTuple_GET_ITEM(model, 0));
    return PyErr_Occurred() ? NULL : PyFloat_FromDouble(bias + sum);
}

/* A triple of a type of tuples. */
static PyObject *feature_of(PyTypeObject *type, PyObject *name, double value, double weight) {
    double rounded, added;
    if (round_number(value, &rounded) || round_number(weight * value, &added)) return NULL;
    PyObject *all = Py_BuildValue("((Odd))", name, rounded, added);
    PyObject *found = all ? PyTuple_Type.tp_new(type, all, NULL) : NULL;
    Py_XDECREF(all);
    return found;
}

/* told(type, names, model, values): what is 0 is passed over; names and values in the model's order. */
static PyObject *told_features(PyObject *module, PyObject *args) {
    PyObject *type, *names, *model, *values;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!O!O!O!", &PyType_Type, &type, &PyTuple_Type, &names, &PyTuple_Type,
                          &model, &PyTuple_Type, &values))
        return NULL;
    Py_ssize_t n = PyTuple_GET_SIZE(values);
    if (!PyType_IsSubtype((PyTypeObject *)type, &PyTuple_Type) || PyTuple_GET_SIZE(names) != n ||
        PyTuple_GET_SIZE(model) != n + 1) {
        PyErr_SetString(PyExc_ValueError, "features are tuples, with a name and a weight for each");
        return NULL;
    }
    PyObject *found = PyList_New(0);
    for (Py_ssize_t i = 0; found && i < n; i++) {
        double value = PyFloat_AsDouble(PyTuple_GET_ITEM(values, i));
        double weight = PyFloat_AsDouble(PyTuple_GET_ITEM(model, i + 1));
        if (value == 0.0) continue;
        PyObject *each = PyErr_Occurred() ? NULL
                                          : feature_of((PyTypeObject *)type, PyTuple_GET_ITEM(names, i),
                                                       value, weight);
        if (each == NULL || PyList_Append(found, each)) Py_CLEAR(found);
        Py_XDECREF(each);
    }
    PyObject *all = found ? PyList_AsTuple(found) : NULL;
    Py_XDECREF(found);
    return all;
}

PyMethodDef key_methods[] = {
    {"told", told_features, METH_VARARGS,
     "told(type, names, model, values) -> a (name, value, weight) of the type for each that is not 0"},
    {"weighed", weighed, METH_VARARGS, "weighed(model, values) -> the log-odds that they add up to"},
    {"fine_key", fine_key, METH_O, "fine_key(sound) -> its consonants and three vowel classes"},
    {"deep_key", deep_key, METH_O, "deep_key(sound) -> its consonants, some of them joined"},
    {NULL, NULL, 0, NULL},
};
