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

/* Counted in place: what compilers have for it is a call where they may not ask for the instruction. */
static inline size_t count_bits(uint64_t bits) {
    bits -= bits >> 1 & 0x5555555555555555u;
    bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
    bits = (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0fu;
    return (size_t)(bits * 0x0101010101010101u >> 56);
}

/* Letters in common with a form of one word of bits, counted by its bits (Hyyrö 2004). */
static inline size_t count_common(uint64_t rest, size_t n) {
    uint64_t mask = n == ONE_WORD ? ~0ull : (1ull << n) - 1;
    return count_bits(~rest & mask);
}

/* The same for others of plain ASCII: bits beyond the form are never hit. */
static inline size_t common_plain(const Form *form, const uint8_t *others, size_t n) {
    uint64_t rest = ~0ull;
    for (size_t i = 0; i < n; i++) {
        uint64_t hit = rest & form->places.ascii[others[i] & 127];
        rest = (rest + hit) | (rest - hit);
    }
    return count_common(rest, form->n);
}

void place_letters(Form *form);
size_t common_letters(const Form *form, size_t from, size_t width, const uint32_t *others, size_t n);

#endif
