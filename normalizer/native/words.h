/* Tokens and names as they are compared: what is known of each alone, told once. */
#ifndef NAMENORM_WORDS_H
#define NAMENORM_WORDS_H

#include "sounds.h"

#define MOST_TOKENS 16

/* What a token is wherever it stands. */
#define IS_READ 1   /* of a script with readings */
#define IS_DIGITS 2
#define IS_GIVEN 4  /* a given name that we know */
#define IS_CYRILLIC 8
#define IS_LATIN 16 /* by its first letter, as the one before */
#define IS_WOMANS 32 /* a given name that women alone bear */
#define IS_MANS 64
#define HER_SURNAME 128 /* of an ending that women's surnames have */

typedef struct {
    uint64_t serial; /* no two words that were ever made share it */
    /* `heard` is the likeliest sound, with three vowels, `plain` the likeliest Latin spelling */
    Sound text, fold, heard, plain, *sounds;
    size_t sound_count;
    uint32_t script;
    uint8_t traits;
} Word;

/* What a token is in its name. */
#define GIVEN 1
#define TELLING 2
#define SETTLEMENT 4
#define SENSED 8 /* has a sense that tells namesakes apart */
#define MEANT 16 /* has meanings in other languages */

/* names/roles.py, in its order. */
enum { TITLE, INITIAL, ORDINAL, PATRONYMIC, PARTICLE, LEGAL_FORM, DESIGNATOR, GENERIC, NAME };

/* kinds, as features.py numbers them */
enum { PERSON, PLACE, ORGANISATION };

typedef struct {
    size_t n;
    const Word *words[MOST_TOKENS];
    uint8_t roles[MOST_TOKENS], facts[MOST_TOKENS];
    double worth[MOST_TOKENS];
} Shape;

/* A name as one side of a comparison: its shape, and what the table says of its tokens. */
typedef struct {
    const Shape *shape;
    double rarities[MOST_TOKENS], weights[MOST_TOKENS], total;
    uint8_t known[MOST_TOKENS];
} Side;

/* align.py */
enum { SAME, FOLDED, INFLECTED, SOUND, GENDER, BY_GIVEN, MEANING, BY_INITIAL };
typedef struct { double likeness; int how; } Likeness;

typedef struct { size_t left, right; double likeness; int how; } Pair;
typedef struct {
    Pair pairs[MOST_TOKENS];
    size_t n, left_alone[MOST_TOKENS], right_alone[MOST_TOKENS], left_count, right_count;
} Alignment;

#define HIS_AND_HERS 2

/* What is asked of tables that are kept elsewhere. Each returns -1 when it cannot answer, as all do
 * that ask. */
typedef struct {
    void *context;
    int (*same_given)(void *context, const Word *left, const Word *right, double *found);
    int (*read)(void *context, const Word *left, const Word *right, double *found);
    /* the base forms of a token, the likeliest first, and whether one is folded as another token */
    int (*bases)(void *context, const Word *word, const Word **found, size_t room, size_t *n);
    int (*is_case)(void *context, const Word *left, const Word *right, int *found);
    /* 1 when they are of one family, `HIS_AND_HERS` when the second is what a man of the first has */
    int (*gendered)(void *context, const Word *left, const Word *right, int *found);
    int (*opposed)(void *context, const Word *left, const Word *right, int *found);
    int (*meaning)(void *context, const Word *left, const Word *right, double *found);
    int (*variants)(void *context, const Word *left, const Word *right, int *found);
    int (*letters)(void *context, const Word *left, const Word *right, double *found);
    int (*as_surname)(void *context, const Word *word, int *found);
    int (*by_ear)(void *context, const Word *left, const Word *right, double *found);
} Tables;

/* Likenesses that were found: many rivals share their tokens. */
#define REMEMBERED 4096
typedef struct { uint64_t left, right; Likeness found; } Remembered;

typedef struct {
    const Costs *costs;
    Tables tables;
    Remembered *remembered; /* `REMEMBERED` of them */
} Comparer;

/* likeness.c: align.py */
int likeness_of_tokens(Comparer *comparer, const Word *left, const Word *right, Likeness *found);
int likeness_in(Comparer *comparer, int kind, const Side *left, size_t i, const Side *right,
                size_t j, Likeness *found);
int same_letters(const Sound *left, const Sound *right);
int starts_apart(const Word *left, const Word *right);
int ends_with(const Sound *text, const uint32_t *ending, size_t n);

/* resemblance.c: annotate/resemblance.py */
int are_resembling(const Word *left, const Word *right);

/* aligning.c: align.py */
int align(Comparer *comparer, int kind, const Side *left, const Side *right, Alignment *found);

#endif
