/* Sounds of spellings, keys of sounds, and how alike sounds are. */
#ifndef NAMENORM_SOUNDS_H
#define NAMENORM_SOUNDS_H

#include "core.h"

#define FAMILIES 6
#define MOST_OF_READING 7 /* letters that a grapheme is read as */
#define MOST_GRAPHEMES 1024
#define MOST_COMPARED 64 /* letters of a sound string that is compared here */

/* A trie of graphemes: node 0 is the root, and `next` is 0 where no grapheme goes on. */
typedef struct {
    uint16_t next[SOUND_CODES];
    uint8_t is_grapheme, sizes[FAMILIES];
    char readings[FAMILIES][MOST_OF_READING];
} Node;
typedef struct { Node *nodes; size_t n, room; } Graphemes;

typedef struct { const uint32_t *letters; size_t n; } Sound; /* `MOST_COMPARED` letters at most */

/* sounds.c: keys.py */
Node *grow_to(Graphemes *graphemes, const uint8_t *letters, size_t n);
size_t read_as(const Graphemes *graphemes, int family, const uint8_t *letters, size_t n,
               char *sound);
size_t write_fine_key(const uint8_t *sound, size_t n, char *key);
size_t write_deep_key(const uint8_t *sound, size_t n, char *key);

/* hearing.c: the choice of readings in align.py, and distance.py */
double plain_likeness(const Sound *left, const Sound *right);
double best_likeness(const Costs *costs, const Sound *lefts, size_t n, const Sound *rights,
                     size_t m);

#endif
