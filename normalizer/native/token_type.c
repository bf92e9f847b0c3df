/* A token with all that its comparison needs and that depends on it alone. */
#include "token_type.h"

#include "module.h"

#define MOST_READINGS 96 /* of twelve spellings six families hear each */

static uint64_t words_made;

/* Copy the letters of a string behind `*at`; -1 for too many, or for sounds beyond ASCII. */
static int take(PyObject *text, int is_sound, uint32_t **at, Sound *found) {
    if (!PyUnicode_Check(text)) {
        PyErr_SetString(PyExc_TypeError, "letters and sounds are strings");
        return -1;
    }
    size_t n = (size_t)PyUnicode_GET_LENGTH(text);
    if (n > MOST_COMPARED || (is_sound && !PyUnicode_IS_ASCII(text))) {
        PyErr_SetString(PyExc_ValueError, "the kernel has no room for this token");
        return -1;
    }
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    for (size_t i = 0; i < n; i++) (*at)[i] = PyUnicode_READ(kind, data, (Py_ssize_t)i);
    *found = (Sound){*at, n};
    *at += n;
    return 0;
}

static size_t letters_in(PyObject *sounds) {
    size_t sum = 0;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(sounds); i++) {
        PyObject *each = PyTuple_GET_ITEM(sounds, i);
        if (PyUnicode_Check(each)) sum += (size_t)PyUnicode_GET_LENGTH(each);
    }
    return sum;
}

/* Sounds and letters lie in one block, which the pointer to the sounds owns. */
static int fill(TokenObject *self, PyObject *const *lines, PyObject *sounds) {
    Word *word = &self->word;
    Sound *into[] = {&word->text, &word->fold, &word->heard, &word->plain};
    size_t n = (size_t)PyTuple_GET_SIZE(sounds), letters = letters_in(sounds);
    for (int i = 0; i < 4; i++) letters += (size_t)PyUnicode_GET_LENGTH(lines[i]);
    if (n > MOST_READINGS) {
        PyErr_SetString(PyExc_ValueError, "the kernel has no room for this token");
        return -1;
    }
    word->sounds = PyMem_Malloc(n * sizeof *word->sounds + letters * sizeof(uint32_t) + 1);
    if (word->sounds == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    uint32_t *at = (uint32_t *)(void *)(word->sounds + n);
    for (int i = 0; i < 4; i++)
        if (take(lines[i], 0, &at, into[i])) return -1;
    for (; word->sound_count < n; word->sound_count++) {
        PyObject *each = PyTuple_GET_ITEM(sounds, (Py_ssize_t)word->sound_count);
        if (take(each, 1, &at, &word->sounds[word->sound_count])) return -1;
    }
    return 0;
}

/* A token of its own serial, its letters and sounds still to be filled in. */
static TokenObject *new_token(PyTypeObject *type, PyObject *text, PyObject *fold, uint32_t script,
                              uint8_t traits) {
    TokenObject *self = (TokenObject *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    self->word.serial = ++words_made;
    self->word.script = script;
    self->word.traits = traits;
    self->text = Py_NewRef(text);
    self->fold = Py_NewRef(fold);
    return self;
}

static PyObject *word_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyObject *lines[4], *sounds;
    unsigned int script;
    unsigned char traits;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "UUUUO!Ib", &lines[0], &lines[1], &lines[2], &lines[3],
                          &PyTuple_Type, &sounds, &script, &traits))
        return NULL;
    TokenObject *self = new_token(type, lines[0], lines[1], script, traits);
    if (self && fill(self, lines, sounds)) Py_CLEAR(self);
    return (PyObject *)self;
}

/* Write letters of plain ASCII behind `*at`. */
static void write_sound(const char *letters, size_t n, uint32_t **at, Sound *found) {
    for (size_t i = 0; i < n; i++) (*at)[i] = (uint8_t)letters[i];
    *found = (Sound){*at, n};
    *at += n;
}

/* Letters and sounds lie in one block, as `fill` has it. */
static int fill_heard(TokenObject *self, const Heard *heard) {
    Word *word = &self->word;
    char key[MOST_SPELT * MOST_OF_READING];
    size_t size = write_fine_key((const uint8_t *)heard->at[0], heard->sizes[0], key);
    size_t letters = (size_t)PyUnicode_GET_LENGTH(self->text) + size;
    letters += 2 * (size_t)PyUnicode_GET_LENGTH(self->fold);
    for (size_t i = 0; i < heard->n; i++) letters += heard->sizes[i];
    word->sounds = PyMem_Malloc(heard->n * sizeof *word->sounds + letters * sizeof(uint32_t));
    if (word->sounds == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    uint32_t *at = (uint32_t *)(void *)(word->sounds + heard->n);
    if (take(self->text, 0, &at, &word->text) || take(self->fold, 0, &at, &word->fold) ||
        take(self->fold, 0, &at, &word->plain))
        return -1;
    write_sound(key, size, &at, &word->heard);
    for (; word->sound_count < heard->n; word->sound_count++) {
        size_t i = word->sound_count;
        write_sound(heard->at[i], heard->sizes[i], &at, &word->sounds[i]);
    }
    return 0;
}

static int has_room(PyObject *text, PyObject *fold, const Heard *heard) {
    if (PyUnicode_GET_LENGTH(text) > MOST_COMPARED || PyUnicode_GET_LENGTH(fold) > MOST_COMPARED)
        return 0;
    for (size_t i = 0; i < heard->n; i++)
        if (heard->sizes[i] > MOST_COMPARED) return 0;
    return heard->n > 0;
}

PyObject *token_of(PyObject *text, PyObject *fold, const Heard *heard, uint32_t script,
                   uint8_t traits) {
    if (!has_room(text, fold, heard)) Py_RETURN_NONE;
    TokenObject *self = new_token(&token_type, text, fold, script, traits);
    if (self && fill_heard(self, heard)) Py_CLEAR(self);
    return (PyObject *)self;
}

static void word_dealloc(PyObject *given) {
    TokenObject *self = (TokenObject *)given;
    PyMem_Free(self->word.sounds);
    Py_XDECREF(self->text);
    Py_XDECREF(self->fold);
    Py_XDECREF(self->bases);
    Py_XDECREF(self->cases);
    Py_XDECREF(self->masculine);
    Py_TYPE(given)->tp_free(given);
}

/* resembles(other): whether the two are worth comparing in full. */
static PyObject *word_resembles(PyObject *self, PyObject *other) {
    if (!PyObject_TypeCheck(other, &token_type))
        return PyErr_Format(PyExc_TypeError, "a token resembles tokens");
    return PyBool_FromLong(
        are_resembling(&((TokenObject *)self)->word, &((TokenObject *)other)->word));
}

static PyMethodDef word_methods[] = {
    {"resembles", word_resembles, METH_O, "resembles(other) -> whether they may be alike"},
    {NULL, NULL, 0, NULL},
};

PyTypeObject token_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "normalizer.native._kernel.Token",
    .tp_doc = "Token(text, fold, heard, plain, sounds, script, traits): a token to be compared",
    .tp_basicsize = sizeof(TokenObject),
    .tp_dealloc = word_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = word_new,
    .tp_methods = word_methods,
};
