/* Rules of endings that Python has, as the kernel tries them. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdlib.h>

#include "endings.h"
#include "module.h"

typedef struct {
    PyObject_HEAD
    Endings endings;
} EndingsObject;

const Endings *endings_of(PyObject *object) { return &((EndingsObject *)object)->endings; }

static int add_letters(Endings *endings, const uint32_t *letters, size_t n, Span *span) {
    if (endings->letter_n + n > endings->letter_room) {
        size_t room = 2 * (endings->letter_n + n) + 64;
        uint32_t *grown = realloc(endings->letters, room * sizeof *grown);
        if (grown == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        endings->letters = grown;
        endings->letter_room = room;
    }
    *span = (Span){(uint32_t)endings->letter_n, (uint32_t)n};
    if (n) memcpy(endings->letters + endings->letter_n, letters, n * sizeof *letters);
    endings->letter_n += n;
    return 0;
}

static int add_text(Endings *endings, PyObject *text, Span *span) {
    Py_UCS4 letters[MOST_ENDING + 1];
    if (!PyUnicode_Check(text) || PyUnicode_GET_LENGTH(text) > MOST_ENDING) {
        PyErr_SetString(PyExc_ValueError, "an ending is a string of few letters");
        return -1;
    }
    if (PyUnicode_AsUCS4(text, letters, MOST_ENDING + 1, 1) == NULL) return -1;
    return add_letters(endings, (uint32_t *)letters, (size_t)PyUnicode_GET_LENGTH(text), span);
}

/* Many rules have the same letters: `known` says where those of a set stand. */
static int add_set(Endings *endings, PyObject *set, PyObject *known, Span *span) {
    PyObject *place = PyDict_GetItemWithError(known, set); /* borrowed */
    if (place) return PyArg_ParseTuple(place, "II", &span->at, &span->n) ? 0 : -1;
    PyObject *letters = PyErr_Occurred() ? NULL : PySequence_List(set);
    if (letters && PyList_Sort(letters)) Py_CLEAR(letters);
    *span = (Span){(uint32_t)endings->letter_n, 0};
    for (Py_ssize_t i = 0; letters && i < PyList_GET_SIZE(letters); i++) {
        Span own;
        if (add_text(endings, PyList_GET_ITEM(letters, i), &own)) Py_CLEAR(letters);
        else span->n += own.n;
    }
    place = letters ? Py_BuildValue("II", span->at, span->n) : NULL;
    int failed = place == NULL || PyDict_SetItem(known, set, place);
    Py_XDECREF(letters);
    Py_XDECREF(place);
    return failed ? -1 : 0;
}

static int add_rule(Endings *endings, PyObject *given, PyObject *known) {
    PyObject *other, *after;
    if (!PyTuple_Check(given) || !PyArg_ParseTuple(given, "OO", &other, &after)) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "a rule is a tuple");
        return -1;
    }
    Rule rule = {.is_after_any = after == Py_None};
    if (add_text(endings, other, &rule.other)) return -1;
    if (!rule.is_after_any && add_set(endings, after, known, &rule.after)) return -1;
    Rule *grown = realloc(endings->rules, (endings->rule_n + 1) * sizeof *grown);
    if (grown == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    endings->rules = grown;
    endings->rules[endings->rule_n++] = rule;
    return 0;
}

static int add_row(Endings *endings, PyObject *ending, PyObject *rules, PyObject *known) {
    Row row = {.first = (uint32_t)endings->rule_n};
    if (!PyList_Check(rules)) {
        PyErr_SetString(PyExc_TypeError, "rules are lists");
        return -1;
    }
    if (add_text(endings, ending, &row.ending)) return -1;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(rules); i++)
        if (add_rule(endings, PyList_GET_ITEM(rules, i), known)) return -1;
    row.n = (uint32_t)endings->rule_n - row.first;
    if (row.ending.n > endings->longest) endings->longest = row.ending.n;
    size_t slot = hash_of_ending(endings->letters + row.ending.at, row.ending.n) & (endings->slot_n - 1);
    while (endings->slots[slot]) slot = (slot + 1) & (endings->slot_n - 1);
    endings->rows[endings->row_n++] = row;
    endings->slots[slot] = (uint32_t)endings->row_n;
    return 0;
}

static int add_rows(Endings *endings, PyObject *rules) {
    PyObject *ending, *own, *known = PyDict_New();
    Py_ssize_t at = 0;
    size_t n = (size_t)PyDict_GET_SIZE(rules);
    for (endings->slot_n = 4; endings->slot_n < 2 * n + 1;) endings->slot_n *= 2;
    endings->slots = calloc(endings->slot_n, sizeof *endings->slots);
    endings->rows = calloc(n + 1, sizeof *endings->rows);
    endings->letters = calloc(1, sizeof *endings->letters);
    int failed = known == NULL || !endings->slots || !endings->rows || !endings->letters;
    if (failed && known) PyErr_NoMemory();
    while (!failed && PyDict_Next(rules, &at, &ending, &own))
        failed = add_row(endings, ending, own, known);
    Py_XDECREF(known);
    return failed;
}

static PyObject *endings_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyObject *rules;
    Py_ssize_t least;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "O!n", &PyDict_Type, &rules, &least)) return NULL;
    if (least < 1) return PyErr_Format(PyExc_ValueError, "a stem has a letter");
    EndingsObject *self = (EndingsObject *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    self->endings.least_stem = (size_t)least;
    if (add_rows(&self->endings, rules)) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static void endings_dealloc(PyObject *self) {
    Endings *endings = &((EndingsObject *)self)->endings;
    free(endings->letters);
    free(endings->slots);
    free(endings->rows);
    free(endings->rules);
    Py_TYPE(self)->tp_free(self);
}

typedef struct { PyObject *token, *found; } Forms;

static int add_form(void *context, size_t stem, const uint32_t *ending, size_t n) {
    Forms *forms = context;
    PyObject *head = PyUnicode_Substring(forms->token, 0, (Py_ssize_t)stem);
    PyObject *tail = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, ending, (Py_ssize_t)n);
    PyObject *form = head && tail ? PyUnicode_Concat(head, tail) : NULL;
    int failed = form == NULL || PyDict_SetItem(forms->found, form, Py_None);
    Py_XDECREF(head);
    Py_XDECREF(tail);
    Py_XDECREF(form);
    return failed ? -1 : 0;
}

/* forms(token): {form: None}, of the longest own ending first. */
static PyObject *endings_forms(PyObject *self, PyObject *token) {
    if (!PyUnicode_Check(token)) return PyErr_Format(PyExc_TypeError, "a token is a string");
    Py_UCS4 *letters = PyUnicode_AsUCS4Copy(token);
    Forms forms = {token, letters ? PyDict_New() : NULL};
    if (forms.found && other_endings(endings_of(self), (uint32_t *)letters,
                                     (size_t)PyUnicode_GET_LENGTH(token), add_form, &forms))
        Py_CLEAR(forms.found);
    PyMem_Free(letters);
    return forms.found;
}

static PyMethodDef endings_methods[] = {
    {"forms", endings_forms, METH_O, "forms(token) -> {form with another ending: None}"},
    {NULL, NULL, 0, NULL},
};

PyTypeObject endings_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "normalizer.native._kernel.Endings",
    .tp_doc = "Endings(rules, least_stem): what may stand for the endings of tokens",
    .tp_basicsize = sizeof(EndingsObject),
    .tp_dealloc = endings_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = endings_new,
    .tp_methods = endings_methods,
};
