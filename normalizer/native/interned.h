/* Numbers for strings of letters and for steps, kept from text to text. Nothing here knows of Python.
 *
 * Functions that may lack memory return NULL or -1 then and leave what there was as it was. What is
 * kept moves when more is.
 */
#ifndef NAMENORM_INTERNED_H
#define NAMENORM_INTERNED_H

#include "core.h"

typedef struct { const void *at; size_t n; int width; } Text; /* width: bytes of a letter */

/* What is kept of a string: whatever its owner likes, how many letters, and how many bytes each takes.
 * The letters follow. It is small because it is read for each word of a text, from memory far away. */
#define MOST_KEPT ((1u << 28) - 1)
typedef struct { uint32_t value, n : 28, width : 3, is_whole : 1; } Kept;

typedef struct {
    uint32_t *heap;  /* strings kept, one after the other */
    uint32_t *slots; /* the place of a string in the heap and a part of its hash; 0: free */
    size_t used, room, letters, size; /* of the heap, its letters, and slots: a power of two */
    uint32_t n;
} Interned;

typedef struct {
    uint64_t *keys; /* 0: free */
    uint32_t *values;
    size_t n, size;
} Steps;

/* What a letter is to a text's words: annotate/words.py and text.py. */
enum { NO_LETTER, LETTER, APOSTROPHE, INVISIBLE };
#define CLASSED 0x40000 /* no letter lies beyond */
typedef struct { size_t start, end; } Stretch;

static inline uint32_t letter_at(const Text *text, size_t at) {
    if (text->width == 1) return ((const uint8_t *)text->at)[at];
    if (text->width == 2) return ((const uint16_t *)text->at)[at];
    return ((const uint32_t *)text->at)[at];
}

int next_word(const Text *text, const uint8_t *classes, size_t from, Stretch *found,
              uint32_t *hash);
Kept *find_interned(const Interned *interned, const Text *text, Stretch own, uint32_t hash);
Kept *intern(Interned *interned, const Text *text, Stretch own, uint32_t hash);
uint32_t hash_of(const Text *text, Stretch own);
void release_interned(Interned *interned);

uint32_t find_step(const Steps *steps, uint64_t key);
int add_step(Steps *steps, uint64_t key, uint32_t value);
void release_steps(Steps *steps);

#endif
