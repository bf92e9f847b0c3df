/* Trails: rows of words that begin aliases, as Python has followed them, each step asked for once. */
#define PY_SSIZE_T_CLEAN
#include "trails.h"

#include "module.h"

/* A step is told by the node that it leads to, and whether a name may be glued to what follows. */
#define GLUED 0x80000000u
#define NOWHERE 0u
#define UNKNOWN NO_NUMBER

static int is_tuple_type(PyObject *type) {
    return PyType_IsSubtype((PyTypeObject *)type, &PyTuple_Type);
}

static PyObject *trails_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyObject *reader, *begin, *go_on, *said, *longest, *span_type, *mention_type;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "O!OOOOO!O!", &reader_type, &reader, &begin, &go_on, &said, &longest,
                          &PyType_Type, &span_type, &PyType_Type, &mention_type))
        return NULL;
    if (!is_tuple_type(span_type) || !is_tuple_type(mention_type))
        return PyErr_Format(PyExc_TypeError, "spans and mentions are tuples");
    TrailsObject *self = (TrailsObject *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    self->reader = (ReaderObject *)Py_NewRef(reader);
    self->begin = Py_NewRef(begin);
    self->go_on = Py_NewRef(go_on);
    self->said = Py_NewRef(said);
    self->longest = Py_NewRef(longest);
    self->span_type = (PyTypeObject *)Py_NewRef(span_type);
    self->mention_type = (PyTypeObject *)Py_NewRef(mention_type);
    self->node_n = 1;
    return (PyObject *)self;
}

static void trails_dealloc(PyObject *object) {
    TrailsObject *self = (TrailsObject *)object;
    for (size_t i = 1; i < self->node_n; i++) {
        Py_DECREF(self->nodes[i].walks);
        for (int context = 0; context < CONTEXTS; context++)
            Py_XDECREF(self->nodes[i].said[context]);
    }
    PyMem_Free(self->nodes);
    PyMem_Free(self->begun);
    release_steps(&self->steps);
    Py_XDECREF(self->reader);
    Py_XDECREF(self->begin);
    Py_XDECREF(self->go_on);
    Py_XDECREF(self->said);
    Py_XDECREF(self->longest);
    Py_XDECREF(self->span_type);
    Py_XDECREF(self->mention_type);
    Py_TYPE(object)->tp_free(object);
}

/* What Python has told of a step, (walks, glued), as a step; UNKNOWN with an error set. */
static uint32_t taken(TrailsObject *self, PyObject *told) {
    PyObject *walks;
    int glued;
    uint32_t step = UNKNOWN;
    if (told == NULL) return UNKNOWN;
    if (!PyTuple_Check(told) || !PyArg_ParseTuple(told, "O!p", &PyTuple_Type, &walks, &glued)) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "a step is told by a tuple");
    } else if (PyTuple_GET_SIZE(walks) == 0) {
        step = NOWHERE;
    } else if (!make_room_for((void **)&self->nodes, &self->node_room, self->node_n + 1,
                              sizeof(Node))) {
        self->nodes[self->node_n] = (Node){Py_NewRef(walks), {NULL}};
        step = (uint32_t)self->node_n++;
    }
    if (step != UNKNOWN && glued) step |= GLUED;
    Py_DECREF(told);
    return step;
}

static uint32_t first_step(TrailsObject *self, uint32_t word) {
    if (word < self->begun_n && self->begun[word] != UNKNOWN) return self->begun[word];
    WordKnown known = self->reader->words[word];
    PyObject *all_caps = known.flags & ALL_CAPS ? Py_True : Py_False;
    PyObject *capital = known.flags & CAPITAL ? Py_True : Py_False;
    uint32_t step = taken(self, PyObject_CallFunctionObjArgs(self->begin, known.text, capital,
                                                             all_caps, NULL));
    if (step == UNKNOWN || make_room_for((void **)&self->begun, &self->begun_room,
                                         (size_t)word + 1, sizeof *self->begun))
        return UNKNOWN;
    while (self->begun_n <= word) self->begun[self->begun_n++] = UNKNOWN;
    return self->begun[word] = step;
}

static uint32_t next_step(TrailsObject *self, uint32_t node, const Place *place) {
    uint32_t flags = self->reader->gaps_known[place->gap].flags;
    uint64_t key = (uint64_t)node << 33 | (uint64_t)place->word << 1 | !!(flags & DOT_ALONE);
    uint32_t step = find_step(&self->steps, key);
    if (step != NO_NUMBER) return step;
    WordKnown known = self->reader->words[place->word];
    PyObject *all_caps = known.flags & ALL_CAPS ? Py_True : Py_False;
    PyObject *capital = known.flags & CAPITAL ? Py_True : Py_False;
    step = taken(self, PyObject_CallFunctionObjArgs(self->go_on, self->nodes[node].walks,
                                                    known.text, capital, all_caps, NULL));
    if (step != UNKNOWN && add_step(&self->steps, key, step)) {
        PyErr_NoMemory();
        return UNKNOWN;
    }
    return step;
}

/* Add the longest alias that begins at a word, and say after which word it ends. */
static int add_longest(TrailsObject *self, ReadingObject *reading, size_t at, size_t *end,
                       PyObject *found) {
    PyObject *longest = NULL;
    size_t position = at, last = at;
    uint32_t step = first_step(self, reading->places[at].word);
    *end = at + 1;
    while (step != UNKNOWN && !(step & GLUED) && step != NOWHERE) {
        PyObject *said = said_at(self, reading, step, at, position + 1);
        if (said == NULL) break;
        if (said != Py_None) {
            Py_XSETREF(longest, Py_NewRef(said));
            last = position + 1;
        }
        position++;
        if (position == reading->n || position - at == MOST_WORDS || !words_join(reading, position))
            break;
        step = next_step(self, step, &reading->places[position]);
    }
    int failed = PyErr_Occurred() != NULL;
    if (!failed && step & GLUED) failed = add_by_python(self, reading, at, end, found);
    else if (!failed && longest) {
        failed = add_said(self, reading, at, last, longest, found);
        *end = last;
    }
    Py_XDECREF(longest);
    return failed ? -1 : 0;
}

/* find(reading): the mentions of aliases, the longest at each place */
static PyObject *trails_find(PyObject *object, PyObject *given) {
    TrailsObject *self = (TrailsObject *)object;
    if (!Py_IS_TYPE(given, &reading_type) || ((ReadingObject *)given)->reader != self->reader)
        return PyErr_Format(PyExc_TypeError, "find takes a text that its own reader has read");
    ReadingObject *reading = (ReadingObject *)given;
    PyObject *found = PyList_New(0);
    for (size_t at = 0, end; found && at < reading->n; at = end)
        if (add_longest(self, reading, at, &end, found)) Py_CLEAR(found);
    return found;
}

/* How much is kept: nodes and steps. */
static PyObject *trails_kept(PyObject *object, PyObject *unused) {
    TrailsObject *self = (TrailsObject *)object;
    (void)unused;
    return PyLong_FromSize_t(self->node_n + self->steps.n);
}

static PyObject *get_reader(PyObject *object, void *unused) {
    (void)unused;
    return Py_NewRef((PyObject *)((TrailsObject *)object)->reader);
}

static PyGetSetDef trails_fields[] = {
    {"reader", get_reader, NULL, "the reader of the texts", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef trails_methods[] = {
    {"find", trails_find, METH_O, "find(reading) -> the longest alias at each place"},
    {"kept", trails_kept, METH_NOARGS, "kept() -> how many nodes and steps"},
    {NULL, NULL, 0, NULL},
};

PyTypeObject trails_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "normalizer.native._kernel.Trails",
    .tp_doc = "Trails(reader, begin, go_on, said, longest, span_type, mention_type): rows of words that begin aliases",
    .tp_basicsize = sizeof(TrailsObject),
    .tp_dealloc = trails_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = trails_new,
    .tp_methods = trails_methods,
    .tp_getset = trails_fields,
};
