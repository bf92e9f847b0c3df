/* Other endings of a token: the loop of inflect.py and names/gender.py over rules that Python has. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "module.h"

/* Add the stem with another ending, unless the stem may not end so; -1 for an error of Python. */
static int add_form(PyObject *token, Py_ssize_t cut, PyObject *rule, PyObject *found) {
    PyObject *ending, *after;
    if (!PyTuple_Check(rule) || !PyArg_ParseTuple(rule, "UO", &ending, &after)) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "a rule is a tuple");
        return -1;
    }
    if (after != Py_None) {
        PyObject *letter = PyUnicode_Substring(token, cut - 1, cut);
        int is_allowed = letter ? PySet_Contains(after, letter) : -1;
        Py_XDECREF(letter);
        if (is_allowed <= 0) return is_allowed;
    }
    PyObject *stem = PyUnicode_Substring(token, 0, cut);
    PyObject *form = stem ? PyUnicode_Concat(stem, ending) : NULL;
    Py_XDECREF(stem);
    int failed = form == NULL || PyDict_SetItem(found, form, Py_None);
    Py_XDECREF(form);
    return failed ? -1 : 0;
}

static int add_forms(PyObject *token, Py_ssize_t cut, PyObject *rules, PyObject *found) {
    PyObject *ending = PyUnicode_Substring(token, cut, PyUnicode_GET_LENGTH(token));
    PyObject *own = ending ? PyDict_GetItemWithError(rules, ending) : NULL; /* borrowed */
    Py_XDECREF(ending);
    if (own == NULL) return PyErr_Occurred() ? -1 : 0;
    if (!PyList_Check(own)) {
        PyErr_SetString(PyExc_TypeError, "rules are lists");
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(own); i++)
        if (add_form(token, cut, PyList_GET_ITEM(own, i), found)) return -1;
    return 0;
}

/* with_endings(token, rules, least_stem, longest): {form: None} of rules by ending, the longest ending
 * first; a rule is (other ending, letters that the stem may end in or None). */
PyObject *with_endings(PyObject *module, PyObject *args) {
    PyObject *token, *rules;
    Py_ssize_t least, longest;
    (void)module;
    if (!PyArg_ParseTuple(args, "UO!nn", &token, &PyDict_Type, &rules, &least, &longest)) return NULL;
    Py_ssize_t n = PyUnicode_GET_LENGTH(token), cut = n - longest > least ? n - longest : least;
    if (least < 1 || longest < 0) return PyErr_Format(PyExc_ValueError, "a stem has a letter");
    PyObject *found = PyDict_New();
    for (; found && cut <= n; cut++)
        if (add_forms(token, cut, rules, found)) Py_CLEAR(found);
    return found;
}
