/* What an index is asked of a token and its base forms: folded forms, sound keys, codes. */
#ifndef NAMENORM_ASKING_H
#define NAMENORM_ASKING_H

#include "endings.h"
#include "sounds.h"

#define ALPHABET_END 0x2000
#define MOST_OF_LETTER 4

/* A letter as keys.py folds it: what is heard, and what is left of it in plain letters. */
typedef struct {
    uint8_t is_known, is_latin, heard_size, plain_size;
    char heard[MOST_OF_LETTER], plain[MOST_OF_LETTER];
} Letter;

/* The estimates of vocabulary.py, as a key of each level counts. */
typedef struct { double folded, base, fine, deep, code; } Estimates;

typedef struct Alphabet {
    const Graphemes *graphemes;
    const Endings *base, *masculine; /* of Latin tokens; of surnames */
    Estimates estimates;
    Letter letters[ALPHABET_END];
} Alphabet;

/* Keys under way: packed as core.h has them, each once. */
typedef struct { uint8_t *at; size_t n, room; } Packed;

/* Add the keys of a form, whose trust is 1 for a token as it stands; without sounds, its folded form
 * alone. Return 1 for a form that is not told here, which leaves keys as they were, -1 without
 * memory. */
int ask_form(const Alphabet *alphabet, Bytes form, double trust, int with_sounds, Packed *packed);

/* The folded form of a form in these letters, in plain ASCII. Return 1 for another one. */
typedef struct { uint8_t at[MOST_SPELT * MOST_OF_LETTER]; size_t n; } Folded;
int fold_form(const Alphabet *alphabet, Bytes form, Folded *folded);

/* Hear a form in Latin letters, the likeliest sound first; return 1 for others. */
int hear_form(const Alphabet *alphabet, Bytes form, Heard *heard);

/* A form whose folded form and sounds are told, or the Latin spellings that families read. */
typedef struct { Bytes folded; const Bytes *sounds, *spelt; size_t sound_count, spelt_count; } Told;
int ask_told(const Alphabet *alphabet, const Told *told, double trust, int with_sounds,
             Packed *packed);
int ask_code(const Alphabet *alphabet, Bytes code, Packed *packed);

#endif
