/* The shape of a name: its words, and what each does there. */
#include "module.h"
#include "token_type.h"

static int fill(ShapeObject *self, const Py_buffer *roles, const Py_buffer *facts,
                PyObject *worth) {
    Shape *shape = &self->shape;
    Py_ssize_t n = PyTuple_GET_SIZE(self->words);
    if (n < 1 || n > MOST_TOKENS || roles->len != n || facts->len != n ||
        PyTuple_GET_SIZE(worth) != n) {
        PyErr_SetString(PyExc_ValueError, "a shape has a role, facts and a worth for each word");
        return -1;
    }
    shape->n = (size_t)n;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *word = PyTuple_GET_ITEM(self->words, i);
        if (!PyObject_TypeCheck(word, &token_type)) {
            PyErr_SetString(PyExc_TypeError, "a shape is of words");
            return -1;
        }
        shape->words[i] = &((TokenObject *)word)->word;
        shape->roles[i] = ((const uint8_t *)roles->buf)[i];
        shape->facts[i] = ((const uint8_t *)facts->buf)[i];
        shape->worth[i] = PyFloat_AsDouble(PyTuple_GET_ITEM(worth, i));
        if (PyErr_Occurred()) return -1;
    }
    return 0;
}

static PyObject *shape_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyObject *words, *worth;
    Py_buffer roles, facts;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "O!y*y*O!", &PyTuple_Type, &words, &roles, &facts, &PyTuple_Type,
                          &worth))
        return NULL;
    ShapeObject *self = (ShapeObject *)type->tp_alloc(type, 0);
    if (self) {
        self->words = Py_NewRef(words);
        if (fill(self, &roles, &facts, worth)) Py_CLEAR(self);
    }
    PyBuffer_Release(&roles);
    PyBuffer_Release(&facts);
    return (PyObject *)self;
}

static void shape_dealloc(PyObject *self) {
    Py_XDECREF(((ShapeObject *)self)->words);
    Py_TYPE(self)->tp_free(self);
}

PyTypeObject shape_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "normalizer.native._kernel.Shape",
    .tp_doc = "Shape(words, roles, facts, worth): a name to be compared",
    .tp_basicsize = sizeof(ShapeObject),
    .tp_dealloc = shape_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = shape_new,
};
