/* Plain names of an index file: their words as tokens, with what the table says of them. */
#ifndef NAMENORM_FILED_H
#define NAMENORM_FILED_H

#include "asking.h"
#include "token_type.h"

/* What a file says of a word: names/plain.py. */
enum {
    IN_BODY = 1, IN_PERSON = 2, A_GIVEN = 4, HAS_SENSE = 8, HAS_MEANING = 16, A_WOMANS = 32,
    A_MANS = 64, A_HER_SURNAME = 128, IS_COMMON = 256
};

/* A word that was met. `told` is its rarity in names of places and bodies. */
typedef struct { PyObject *token; double rarity, told; uint32_t number; } FiledWord;

typedef struct {
    FiledWord *at; /* a hash table; a token is NULL where it is free */
    size_t n;
} FiledWords;

typedef struct {
    PyObject_HEAD
    PyObject *kernel, *comparer, *letters, *make_word, *telling;
    uint32_t latin; /* the number of the Latin script */
    double log_entities;
    FiledWords words;
} FiledObject;

/* filed_words.c. The token of what is found is a new reference, or None where the kernel has no room. */
int open_words(FiledWords *words);
void forget_words(FiledWords *words);
int filed_word(FiledObject *self, uint32_t number, FiledWord *found);
uint16_t filed_traits(const Index *index, uint32_t number);

#endif
