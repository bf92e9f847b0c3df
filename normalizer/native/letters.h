/* Letters in common of two strings. */
#ifndef NAMENORM_LETTERS_H
#define NAMENORM_LETTERS_H

#include "core.h"

#define MOST_LETTERS 1024
#define ONE_WORD 64
#define LETTER_SLOTS 128

/* Where each letter of a form stands, as bits: plain ASCII by itself, others by a small table. */
typedef struct {
    uint64_t ascii[128];
    uint32_t letters[LETTER_SLOTS];
    uint64_t others[LETTER_SLOTS];
} Places;

typedef struct {
    uint32_t letters[MOST_LETTERS];
    size_t n;
    Places places;
} Form;

void place_letters(Form *form);
size_t common_letters(const Form *form, size_t from, size_t width, const uint32_t *others, size_t n);

#endif
