/* The words of an index file as tokens, each made once and kept for a while. */
#include "filed.h"

#include "module.h"

#define SLOTS 32768
#define MOST_KEPT 16384

int open_words(FiledWords *words) {
    words->n = 0;
    words->at = PyMem_Calloc(SLOTS, sizeof *words->at);
    if (words->at == NULL) PyErr_NoMemory();
    return words->at ? 0 : -1;
}

void forget_words(FiledWords *words) {
    for (size_t i = 0; words->at && i < SLOTS; i++) Py_CLEAR(words->at[i].token);
    words->n = 0;
}

static FiledWord *slot_of(FiledWords *words, uint32_t number) {
    size_t slot = number * 2654435761u % SLOTS;
    while (words->at[slot].token && words->at[slot].number != number) slot = (slot + 1) % SLOTS;
    return &words->at[slot];
}

uint16_t filed_traits(const Index *index, uint32_t number) {
    return number < index->traits.n ? index->traits.at[number] : 0;
}

static PyObject *text_of(Bytes bytes) {
    return PyUnicode_DecodeUTF8((const char *)bytes.at, (Py_ssize_t)bytes.n, "replace");
}

/* A word that is its own folded form is the same string. */
static PyObject *folded_of(const Index *index, uint32_t number, PyObject *text) {
    uint32_t fold = number < index->folds.n ? index->folds.at[number] : NO_NUMBER;
    return fold == number ? Py_NewRef(text) : text_of(string_at(&index->words.strings, fold));
}

static int opens_in_latin(const Alphabet *alphabet, PyObject *text) {
    Py_UCS4 first = PyUnicode_GET_LENGTH(text) ? PyUnicode_READ_CHAR(text, 0) : 0;
    if (first < 128) return (first | 32) >= 'a' && (first | 32) <= 'z';
    return first < ALPHABET_END && alphabet->letters[first].is_latin;
}

/* The traits of a token, of those that the file has of its word: comparer.py. */
static uint8_t token_traits(uint16_t filed) {
    return (uint8_t)((filed & A_GIVEN ? IS_GIVEN : 0) | (filed & A_WOMANS ? IS_WOMANS : 0) |
                     (filed & A_MANS ? IS_MANS : 0) | (filed & A_HER_SURNAME ? HER_SURNAME : 0) |
                     IS_LATIN);
}

static PyObject *make_token(FiledObject *self, Bytes bytes, PyObject *text, PyObject *folded,
                            uint16_t traits) {
    const Alphabet *alphabet = alphabet_of(self->letters);
    Heard heard;
    if (opens_in_latin(alphabet, text) && hear_form(alphabet, bytes, &heard) == 0)
        return token_of(text, folded, &heard, self->latin, token_traits(traits));
    PyObject *found = PyObject_CallFunctionObjArgs(self->make_word, text, folded, NULL);
    if (found && found != Py_None && !PyObject_TypeCheck(found, &token_type)) {
        PyErr_SetString(PyExc_TypeError, "words are tokens");
        Py_CLEAR(found);
    }
    return found;
}

/* How telling a word is in names of places and bodies: Python knows of those that are common. */
static int told_of(FiledObject *self, PyObject *text, uint16_t traits, double rarity, double *told) {
    *told = rarity;
    if (!(traits & IS_COMMON)) return 0;
    PyObject *answer = PyObject_CallOneArg(self->telling, text);
    if (answer == NULL) return -1;
    *told = PyFloat_AsDouble(answer);
    Py_DECREF(answer);
    return *told == -1.0 && PyErr_Occurred() ? -1 : 0;
}

static int make_word(FiledObject *self, const Index *index, uint32_t number, FiledWord *made) {
    Bytes bytes = string_at(&index->words.strings, number);
    uint16_t traits = filed_traits(index, number);
    PyObject *text = text_of(bytes), *folded = text ? folded_of(index, number, text) : NULL;
    made->number = number;
    made->rarity = rarity_of(number < index->owners.n ? index->owners.at[number] : 0,
                             self->log_entities);
    made->token = folded ? make_token(self, bytes, text, folded, traits) : NULL;
    if (made->token && told_of(self, text, traits, made->rarity, &made->told))
        Py_CLEAR(made->token);
    Py_XDECREF(text);
    Py_XDECREF(folded);
    return made->token ? 0 : -1;
}

/* While Python is asked, others may ask for words: a slot is looked for only once all is made. */
int filed_word(FiledObject *self, uint32_t number, FiledWord *found) {
    FiledWord *slot = slot_of(&self->words, number);
    if (slot->token == NULL) {
        if (make_word(self, index_of(self->kernel), number, found)) return -1;
        if (self->words.n >= MOST_KEPT) forget_words(&self->words);
        slot = slot_of(&self->words, number);
        if (slot->token == NULL) {
            *slot = *found;
            self->words.n++;
            Py_INCREF(found->token);
        }
        return 0;
    }
    *found = *slot;
    Py_INCREF(found->token);
    return 0;
}
