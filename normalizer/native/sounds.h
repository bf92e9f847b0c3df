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
typedef struct Graphemes { Node *nodes; size_t n, room; } Graphemes;

typedef struct { const uint32_t *letters; size_t n; } Sound; /* `MOST_COMPARED` letters at most */

#define MOST_SPELT 64 /* letters of a token whose sounds are told here */
#define MOST_HEARD (3 * FAMILIES) /* as it stands, with semivowels, with nasals spelt out */
/* The distinct sounds of a token, the likeliest first. */
typedef struct {
    char at[MOST_HEARD][MOST_SPELT * MOST_OF_READING];
    size_t sizes[MOST_HEARD], n;
} Heard;

/* sounds.c: keys.py */
Node *grow_to(Graphemes *graphemes, const uint8_t *letters, size_t n);
size_t read_as(const Graphemes *graphemes, int family, const uint8_t *letters, size_t n,
               char *sound);
size_t cut_graphemes(const Graphemes *graphemes, const uint8_t *letters, size_t n, const Node **found);
size_t read_graphemes(const Node *const *graphemes, size_t n, int family, char *sound);
void hear_families(const Graphemes *graphemes, const uint8_t *letters, size_t n, Heard *heard);
void hear(const Graphemes *graphemes, const uint8_t *token, size_t n, Heard *heard);
int mark_semivowels(uint8_t *letters, size_t n);
int is_telling_sound(const uint8_t *sound, size_t n);
size_t write_fine_key(const uint8_t *sound, size_t n, char *key);
size_t write_deep_key(const uint8_t *sound, size_t n, char *key);

/* hearing.c: the choice of readings in align.py, and distance.py */
double plain_likeness(const Sound *left, const Sound *right);
double best_likeness(const Costs *costs, const Sound *lefts, size_t n, const Sound *rights,
                     size_t m);

#endif
