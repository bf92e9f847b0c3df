/* Other endings of tokens: respelling.py. */
#ifndef NAMENORM_ENDINGS_H
#define NAMENORM_ENDINGS_H

#include <stddef.h>
#include <stdint.h>

#define MOST_ENDING 24 /* letters of an ending */

typedef struct { uint32_t at, n; } Span; /* of the letters of all endings */
/* What may stand for an ending, behind a stem that ends in any letter or in one of some in rising order. */
typedef struct { Span other, after; int is_after_any; } Rule;
typedef struct { Span ending; uint32_t first, n; } Row; /* the rules of an ending */

/* Rows by the hash of their ending, as numbers plus one; the slots are a power of two. */
typedef struct Endings {
    uint32_t *letters, *slots;
    Row *rows;
    Rule *rules;
    size_t letter_n, letter_room, row_n, rule_n, slot_n, least_stem, longest;
} Endings;

/* Told how many letters of a token stay, and what comes behind them; ends the search by a number but 0. */
typedef int (*EndingSink)(void *context, size_t stem, const uint32_t *ending, size_t n);

uint32_t hash_of_ending(const uint32_t *letters, size_t n);
int other_endings(const Endings *endings, const uint32_t *token, size_t n, EndingSink sink,
                  void *context);

#endif
