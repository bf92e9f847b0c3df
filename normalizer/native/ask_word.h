/* A token in Latin letters, asked for by one call: index/vocabulary.py. */
#ifndef NAMENORM_ASK_WORD_H
#define NAMENORM_ASK_WORD_H

#include "asking.h"

#define LEAST_FUZZY 4
#define MOST_CODES 4

typedef struct { Bytes word, codes[MOST_CODES]; size_t code_n; int is_token; } Asked;

/* Add the keys of a token and its other forms. Return as `ask_form` does. */
int ask_word(const Alphabet *alphabet, const Index *index, const Asked *asked, Folded *folded,
             Packed *packed);
int is_looked_for(const Folded *folded);

#endif
