/* Comparison of two names, with what is asked of the tables in Python. */
#include "comparison.h"
#include "module.h"
#include "sides.h"

/* In the order in which `Comparer` takes them. */
enum {
    ASK_GIVEN, ASK_READ, ASK_BASES, ASK_MASCULINE, ASK_OPPOSED, ASK_MEANING, ASK_VARIANTS,
    ASK_LETTERS, ASK_SURNAME, ASK_BY_EAR, QUESTIONS
};

typedef struct {
    PyObject_HEAD
    PyObject *costs, *asked[QUESTIONS];
    Comparer comparer;
} ComparerObject;

static PyObject *ask(void *context, int question, PyObject *left, PyObject *right) {
    PyObject *arguments[] = {left, right};
    return PyObject_Vectorcall(((ComparerObject *)context)->asked[question], arguments,
                               right ? 2 : 1, NULL);
}

static int ask_number(void *context, int question, PyObject *left, PyObject *right, double *found) {
    PyObject *answer = ask(context, question, left, right);
    if (answer == NULL) return -1;
    *found = PyFloat_AsDouble(answer);
    Py_DECREF(answer);
    return *found == -1.0 && PyErr_Occurred() ? -1 : 0;
}

static int ask_whether(void *context, int question, PyObject *left, PyObject *right, int *found) {
    PyObject *answer = ask(context, question, left, right);
    if (answer == NULL) return -1;
    *found = PyObject_IsTrue(answer);
    Py_DECREF(answer);
    return *found < 0 ? -1 : 0;
}

static int same_given(void *context, const Word *left, const Word *right, double *found) {
    return ask_number(context, ASK_GIVEN, object_of(left)->text, object_of(right)->text, found);
}

static int read_likeness(void *context, const Word *left, const Word *right, double *found) {
    return ask_number(context, ASK_READ, object_of(left)->text, object_of(right)->text, found);
}

static int letters_likeness(void *context, const Word *left, const Word *right, double *found) {
    return ask_number(context, ASK_LETTERS, object_of(left)->text, object_of(right)->text, found);
}

static int by_ear(void *context, const Word *left, const Word *right, double *found) {
    return ask_number(context, ASK_BY_EAR, object_of(left)->text, object_of(right)->text, found);
}

static int are_opposed(void *context, const Word *left, const Word *right, int *found) {
    return ask_whether(context, ASK_OPPOSED, object_of(left)->text, object_of(right)->text, found);
}

static int same_meaning(void *context, const Word *left, const Word *right, double *found) {
    return ask_number(context, ASK_MEANING, object_of(left)->text, object_of(right)->text, found);
}

static int are_variants(void *context, const Word *left, const Word *right, int *found) {
    return ask_whether(context, ASK_VARIANTS, object_of(left)->fold, object_of(right)->fold, found);
}

static int as_surname(void *context, const Word *word, int *found) {
    TokenObject *object = object_of(word);
    if (!object->surname_told) {
        if (ask_whether(context, ASK_SURNAME, object->text, NULL, &object->is_surname)) return -1;
        object->surname_told = 1;
    }
    *found = object->is_surname;
    return 0;
}

/* Ask once a word for its base forms: words of the likeliest, and all of them folded. */
static int need_bases(void *context, TokenObject *word) {
    if (word->bases) return 0;
    PyObject *answer = ask(context, ASK_BASES, word->text, NULL), *bases, *cases;
    if (answer == NULL) return -1;
    int failed = !PyArg_ParseTuple(answer, "O!O!", &PyTuple_Type, &bases, &PyFrozenSet_Type, &cases);
    for (Py_ssize_t i = 0; !failed && i < PyTuple_GET_SIZE(bases); i++)
        failed = !PyObject_TypeCheck(PyTuple_GET_ITEM(bases, i), &token_type);
    if (!failed && word->bases == NULL) { /* while it was asked, another thread may have */
        word->bases = Py_NewRef(bases);
        word->cases = Py_NewRef(cases);
    } else if (failed && !PyErr_Occurred()) {
        PyErr_SetString(PyExc_TypeError, "base forms are words");
    }
    Py_DECREF(answer);
    return failed ? -1 : 0;
}

static int base_words(void *context, const Word *word, const Word **found, size_t room, size_t *n) {
    TokenObject *object = object_of(word);
    if (need_bases(context, object)) return -1;
    for (*n = 0; *n < room && *n < (size_t)PyTuple_GET_SIZE(object->bases); (*n)++)
        found[*n] = &((TokenObject *)PyTuple_GET_ITEM(object->bases, (Py_ssize_t)*n))->word;
    return 0;
}

static int is_case(void *context, const Word *left, const Word *right, int *found) {
    if (need_bases(context, object_of(left))) return -1;
    *found = PySet_Contains(object_of(left)->cases, object_of(right)->fold);
    return *found < 0 ? -1 : 0;
}

static int need_masculine(void *context, TokenObject *word) {
    if (word->masculine) return 0;
    PyObject *answer = ask(context, ASK_MASCULINE, word->text, NULL);
    if (answer == NULL) return -1;
    if (!PyFrozenSet_Check(answer)) {
        PyErr_SetString(PyExc_TypeError, "masculine forms are a frozen set");
        Py_DECREF(answer);
        return -1;
    }
    if (word->masculine == NULL) word->masculine = Py_NewRef(answer);
    Py_DECREF(answer);
    return 0;
}

/* Endings alone differ by gender: what opens with other plain letters is not of one family. */
static int open_apart(const Word *left, const Word *right) {
    const Sound *a = &left->text, *b = &right->text;
    if (!same_letters(a, &left->fold) || !same_letters(b, &right->fold)) return 0;
    return a->n < 2 || b->n < 2 || a->letters[0] != b->letters[0] || a->letters[1] != b->letters[1];
}

/* Words of other folded forms are of one family where one's masculine forms have the other word, or
 * share a form with its. */
static int are_gendered(void *context, const Word *left, const Word *right, int *found) {
    TokenObject *ours = object_of(left), *theirs = object_of(right);
    *found = 0;
    if (open_apart(left, right)) return 0;
    if (need_masculine(context, ours) || need_masculine(context, theirs)) return -1;
    int is_his = PySet_Contains(ours->masculine, theirs->fold);
    if (is_his < 0) return -1;
    if (is_his) {
        *found = HIS_AND_HERS;
        return 0;
    }
    if (PySet_GET_SIZE(theirs->masculine) == 0) return 0;
    int is_hers = PySet_Contains(theirs->masculine, ours->fold);
    if (is_hers < 0) return -1;
    if (is_hers || PySet_GET_SIZE(ours->masculine) == 0) {
        *found = is_hers;
        return 0;
    }
    PyObject *disjoint =
        PyObject_CallMethod(ours->masculine, "isdisjoint", "O", theirs->masculine);
    if (disjoint == NULL) return -1;
    *found = disjoint == Py_False;
    Py_DECREF(disjoint);
    return 0;
}

static int comparer_init(PyObject *given, PyObject *args, PyObject *kwargs) {
    ComparerObject *self = (ComparerObject *)given;
    PyObject *costs, *asked;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "O!O!", &costs_type, &costs, &PyTuple_Type, &asked)) return -1;
    if (self->costs || PyTuple_GET_SIZE(asked) != QUESTIONS) {
        PyErr_SetString(PyExc_ValueError, "a comparer is made once, with all its questions");
        return -1;
    }
    Tables tables = {self, same_given, read_likeness, base_words, is_case, are_gendered,
                     are_opposed, same_meaning, are_variants, letters_likeness, as_surname,
                     by_ear};
    self->costs = Py_NewRef(costs);
    for (int i = 0; i < QUESTIONS; i++) self->asked[i] = Py_NewRef(PyTuple_GET_ITEM(asked, i));
    Remembered *remembered = PyMem_Calloc(REMEMBERED, sizeof *remembered);
    self->comparer = (Comparer){costs_of(costs), tables, remembered};
    if (remembered == NULL) PyErr_NoMemory();
    return remembered ? 0 : -1;
}

static void comparer_dealloc(PyObject *given) {
    ComparerObject *self = (ComparerObject *)given;
    Py_XDECREF(self->costs);
    for (int i = 0; i < QUESTIONS; i++) Py_XDECREF(self->asked[i]);
    PyMem_Free(self->comparer.remembered);
    Py_TYPE(given)->tp_free(given);
}

Comparer *comparer_of(PyObject *comparer) { return &((ComparerObject *)comparer)->comparer; }

static PyObject *comparer_compare(PyObject *self, PyObject *args) {
    PyObject *left, *right, *left_rarities, *right_rarities, *known;
    Asked asked;
    Side sides[2];
    double values[FEATURES];
    int stage;
    if (!PyArg_ParseTuple(args, "iO!O!O!O!O!ddddp", &asked.kind, &shape_type, &left, &PyTuple_Type,
                          &left_rarities, &PyBytes_Type, &known, &shape_type, &right,
                          &PyTuple_Type, &right_rarities, &asked.joined, &asked.joined_letters,
                          &asked.number, &asked.legal_form, &asked.with_form))
        return NULL;
    if (side_of((ShapeObject *)left, left_rarities, known, &sides[0]) ||
        side_of((ShapeObject *)right, right_rarities, NULL, &sides[1]))
        return NULL;
    Comparer *comparer = &((ComparerObject *)self)->comparer;
    if (compare_names(comparer, &asked, &sides[0], &sides[1], values, &stage)) return NULL;
    return told(stage, values);
}

/* likeness(left, right): of two words of people's names. */
static PyObject *comparer_likeness(PyObject *self, PyObject *args) {
    PyObject *left, *right;
    Likeness found;
    if (!PyArg_ParseTuple(args, "O!O!", &token_type, &left, &token_type, &right)) return NULL;
    Comparer *comparer = &((ComparerObject *)self)->comparer;
    if (likeness_of_tokens(comparer, &((TokenObject *)left)->word, &((TokenObject *)right)->word,
                           &found))
        return NULL;
    return Py_BuildValue("(di)", found.likeness, found.how);
}

static PyMethodDef comparer_methods[] = {
    {"compare", comparer_compare, METH_VARARGS,
     "compare(kind, left, rarities, known, right, rarities, joined, joined_letters, number, "
     "legal_form, with_form) -> (stage, features)"},
    {"likeness", comparer_likeness, METH_VARARGS, "likeness(left, right) -> (likeness, how)"},
    {NULL, NULL, 0, NULL},
};

PyTypeObject comparer_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "normalizer.native._kernel.Comparer",
    .tp_doc = "Comparer(costs, questions): compares names, and asks Python what tables say",
    .tp_basicsize = sizeof(ComparerObject),
    .tp_dealloc = comparer_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_init = comparer_init,
    .tp_methods = comparer_methods,
};
