/* Names of an index file that are nothing but plain words, compared as they lie there.
 *
 * What depends on both names in more ways than their words do (names written as one word, acronyms,
 * initials to be cut apart) is for Python, which is asked where their lengths leave it open; `compare`
 * then answers None, as it does for names that are not plain. query.py has the rules.
 */
#include "filed.h"
#include "module.h"
#include "sides.h"

#define MOST_JOINED 3      /* features.py */
#define LEAST_WHOLE 6      /* rejoin.py: letters of a word that others may be parts of */
#define LETTERS_MORE 3
#define LETTERS_FEWER 5    /* an article loses two */
#define GIVEN_WORTH 0.5
#define MIDDLE_WORTH 0.35
#define LEAST_MIDDLE 4

/* Tokens are held, since what is kept may be forgotten while Python is asked. */
typedef struct {
    PyObject *tokens[MOST_TOKENS];
    double rarities[MOST_TOKENS];
    Shape shape;
} FiledName;

static void release(FiledName *name) {
    for (size_t i = 0; i < name->shape.n; i++) Py_DECREF(name->tokens[i]);
    name->shape.n = 0;
}

/* sides.py, comparer.py: what each word is worth in a name of plain words, and what it is there. */
static void weigh_words(const Index *index, Numbers numbers, int kind, Shape *shape) {
    for (size_t i = 0; i < shape->n; i++) {
        const Word *word = shape->words[i];
        uint16_t traits = filed_traits(index, numbers.at[i]);
        int is_given = (word->traits & IS_GIVEN) != 0, is_inner = i > 0 && i + 1 < shape->n;
        shape->roles[i] = NAME;
        shape->facts[i] = (uint8_t)(TELLING | (is_given ? GIVEN : 0));
        if (kind != PERSON && traits & HAS_SENSE) shape->facts[i] |= SENSED;
        if (kind != PERSON && traits & HAS_MEANING) shape->facts[i] |= MEANT;
        shape->worth[i] = is_given ? GIVEN_WORTH : 1.0;
        if (kind == PERSON && is_inner && word->text.n >= LEAST_MIDDLE)
            shape->worth[i] *= MIDDLE_WORTH;
    }
}

/* Return 1 for a name of plain words, 0 for others, -1 for an error of Python. */
static int name_at(FiledObject *self, uint32_t position, int kind, FiledName *name) {
    const Index *index = index_of(self->kernel);
    Numbers numbers = list_at(&index->tokens, position);
    int wanted = kind == PERSON ? IN_PERSON : IN_BODY;
    name->shape.n = 0;
    if (numbers.n == 0 || numbers.n > MOST_TOKENS) return 0;
    for (size_t i = 0; i < numbers.n; i++)
        if (!(filed_traits(index, numbers.at[i]) & wanted)) return 0;
    for (size_t i = 0; i < numbers.n; i++) {
        FiledWord word;
        if (filed_word(self, numbers.at[i], &word)) {
            release(name);
            return -1;
        }
        if (word.token == Py_None) {
            Py_DECREF(word.token);
            release(name);
            return 0;
        }
        name->tokens[i] = word.token;
        name->rarities[i] = kind == PERSON ? word.rarity : word.told;
        name->shape.words[i] = &((TokenObject *)word.token)->word;
        name->shape.n = i + 1;
    }
    weigh_words(index, numbers, kind, &name->shape);
    return 1;
}

static void weigh_name(const FiledName *name, Side *side) {
    side->shape = &name->shape;
    for (size_t i = 0; i < name->shape.n; i++) {
        side->rarities[i] = name->rarities[i];
        side->known[i] = 0;
    }
    weigh_side(side);
}

static int has_word(const Shape *name, const Word *word) {
    for (size_t i = 0; i < name->n; i++)
        if (same_letters(&name->words[i]->text, &word->text)) return 1;
    return 0;
}

/* Whether neighbours of a name may be parts of a word of the other: rejoin.py, by lengths alone. */
static int may_be_parts(const Shape *name, const Shape *other) {
    for (size_t j = 0; j < other->n; j++) {
        size_t whole = other->words[j]->text.n;
        if (whole < LEAST_WHOLE || has_word(name, other->words[j])) continue;
        for (size_t i = 0; i + 1 < name->n; i++) {
            size_t letters = name->words[i]->text.n;
            for (size_t k = i + 1; k < name->n && k < i + 3; k++) {
                letters += name->words[k]->text.n;
                if (whole + LETTERS_FEWER >= letters && whole <= letters + LETTERS_MORE) return 1;
            }
        }
    }
    return 0;
}

/* Whether a name's first word may be initials of the other: rejoin.py. */
static int may_be_initials(const Shape *name, const Shape *other) {
    const Sound *first = &name->words[0]->text;
    if (first->n < 2 || first->n > 3 || other->n < first->n) return 0;
    for (size_t i = 0; i < first->n; i++)
        if (other->words[i]->text.n == 0 || other->words[i]->text.letters[0] != first->letters[i])
            return 0;
    return 1;
}

static int are_folded_same(const Shape *left, const Shape *right) {
    if (left->n != right->n) return 0;
    for (size_t i = 0; i < left->n; i++)
        if (!same_letters(&left->words[i]->fold, &right->words[i]->fold)) return 0;
    return 1;
}

/* Whether more than their words decides about two names, whatever Python would say. */
static int needs_more(const Shape *left, const Shape *right, int kind) {
    if (kind == PERSON) return may_be_initials(left, right) || may_be_initials(right, left);
    if (kind == ORGANISATION && left->n == 1 && right->n > 1) return 1; /* an acronym */
    return are_folded_same(left, right);
}

/* Whether one may be written as fewer words than the other is: query.py is to be asked then. */
static int may_be_joined(const Shape *left, const Shape *right) {
    size_t longest = left->n > right->n ? left->n : right->n;
    if (left->n != right->n && longest <= MOST_JOINED) return 1;
    if (left->n < 2 || right->n < 2) return 0;
    if ((left->words[0]->traits | right->words[0]->traits) & IS_READ) return 0;
    return may_be_parts(left, right) || may_be_parts(right, left);
}

/* Ask whether the names stay as they are once one is held against the other; -1 for an error. */
static int stay_so(PyObject *stays, const FiledName *name) {
    PyObject *texts = PyTuple_New((Py_ssize_t)name->shape.n), *answer = NULL;
    for (size_t i = 0; texts && i < name->shape.n; i++)
        PyTuple_SET_ITEM(texts, (Py_ssize_t)i, Py_NewRef(((TokenObject *)name->tokens[i])->text));
    if (texts) answer = PyObject_CallOneArg(stays, texts);
    Py_XDECREF(texts);
    int found = answer ? PyObject_IsTrue(answer) : -1;
    Py_XDECREF(answer);
    return found;
}

/* Return 1 when both were compared, 0 when they are for Python, -1 for an error of Python. */
static int compare_filed(FiledObject *self, const Asked *asked, Side *left, FiledName *name,
                         PyObject *stays, double *values, int *stage) {
    const Shape *ours = left->shape;
    Side right;
    if (needs_more(ours, &name->shape, asked->kind)) return 0;
    if (may_be_joined(ours, &name->shape)) {
        int is_so = stay_so(stays, name);
        if (is_so <= 0) return is_so;
    }
    weigh_name(name, &right);
    return compare_names(comparer_of(self->comparer), asked, left, &right, values, stage) ? -1 : 1;
}

static PyObject *filed_compare(PyObject *given, PyObject *args) {
    FiledObject *self = (FiledObject *)given;
    PyObject *left, *rarities, *known, *recorded, *stays;
    Asked asked = {0};
    FiledName name;
    Side side;
    double values[FEATURES];
    unsigned int position;
    int stage = 0;
    if (!PyArg_ParseTuple(args, "IiO!O!O!O!dO", &position, &asked.kind, &shape_type, &left,
                          &PyTuple_Type, &rarities, &PyBytes_Type, &known, &PyBytes_Type, &recorded,
                          &asked.number, &stays))
        return NULL;
    int found = name_at(self, position, asked.kind, &name);
    if (found > 0) {
        int is_recorded = asked.kind == PERSON && !(name.shape.words[0]->traits & IS_READ);
        found = side_of((ShapeObject *)left, rarities, is_recorded ? recorded : known, &side)
                    ? -1
                    : compare_filed(self, &asked, &side, &name, stays, values, &stage);
        release(&name);
    }
    if (found < 0) return NULL;
    if (found == 0) Py_RETURN_NONE;
    return told(stage, values);
}

static PyObject *filed_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyObject *kernel, *comparer, *letters, *make_word, *telling;
    double log_entities;
    unsigned int latin;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "O!O!O!IOOd", &kernel_type, &kernel, &comparer_type, &comparer,
                          &alphabet_type, &letters, &latin, &make_word, &telling, &log_entities))
        return NULL;
    if (!(log_entities > 0.0)) {
        PyErr_SetString(PyExc_ValueError, "log_entities is out of range");
        return NULL;
    }
    FiledObject *self = (FiledObject *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    self->kernel = Py_NewRef(kernel);
    self->comparer = Py_NewRef(comparer);
    self->letters = Py_NewRef(letters);
    self->make_word = Py_NewRef(make_word);
    self->telling = Py_NewRef(telling);
    self->latin = latin;
    self->log_entities = log_entities;
    if (open_words(&self->words)) Py_CLEAR(self);
    return (PyObject *)self;
}

static void filed_dealloc(PyObject *given) {
    FiledObject *self = (FiledObject *)given;
    forget_words(&self->words);
    PyMem_Free(self->words.at);
    Py_XDECREF(self->kernel);
    Py_XDECREF(self->comparer);
    Py_XDECREF(self->letters);
    Py_XDECREF(self->make_word);
    Py_XDECREF(self->telling);
    Py_TYPE(given)->tp_free(given);
}

static PyMethodDef filed_methods[] = {
    {"compare", filed_compare, METH_VARARGS,
     "compare(position, kind, left, rarities, known, recorded, number, stays) -> (stage, features) "
     "or None"},
    {NULL, NULL, 0, NULL},
};

PyTypeObject filed_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "normalizer.native._kernel.Filed",
    .tp_doc = "Filed(kernel, comparer, letters, latin, make_word, telling, log_entities): plain names of "
              "an index file",
    .tp_basicsize = sizeof(FiledObject),
    .tp_dealloc = filed_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = filed_new,
    .tp_methods = filed_methods,
};
