/* The features of two aligned names, in the order of `ALIGNMENT_FEATURES` of features.py. */
#ifndef NAMENORM_COMPARISON_H
#define NAMENORM_COMPARISON_H

#include "words.h"

enum {
    COVERAGE, WORST, ALIKE, UNLIKE, QUERY_LEFT, ALIAS_LEFT, QUERY_MORE, ALIAS_MORE, RARITY,
    LONE_GAP, LONE_ALIAS, CONFLICT, FATHERS, FATHER_LEFT, NO_SURNAME, NUMBER, OTHER_GENDER,
    OTHER_SORT, OTHER_SCRIPT, ACRONYM,
    /* forenames.c */
    QUERY_FORENAME, ALIAS_FORENAME,
    /* gaps.c */
    SURNAME_GAP, PLAIN_GAP, GIVEN_GAP, SPELLING_GAP, MISSPELT, STARTS, OTHER_BONES,
    BONES_BY_EAR, KNOWN_APART, LEFT_KNOWN, REPLACED, CROSSED, INITIALS, LETTERS, TELLING_LETTERS,
    /* bodies.c */
    WHOLE, OPPOSED, OTHER_FORM, SPELT, LENGTH, AS_SURNAME, AFTER_PERSON, EXACT,
    FEATURES
};

/* What two names have in common as wholes is told by the caller. */
typedef struct {
    int kind;
    double joined;        /* how alike they are once written as one word */
    double joined_letters; /* how many letters the second then has, folded */
    double number; /* the feature, which needs the figures of the names */
    double legal_form; /* the feature, which needs the sorts of legal forms */
    int with_form; /* whether the first has a legal form, which is no word of it */
} Asked;

typedef struct {
    Comparer *comparer;
    const Asked *asked;
    const Side *left, *right;
    Alignment found;
    Pair names[MOST_TOKENS]; /* pairs of telling tokens, initials left out */
    size_t name_count;
} Met;

enum { STAGE_EXACT, STAGE_FOLDED, STAGE_INFLECTED, STAGE_FUZZY, STAGE_KEY };

static inline double lesser(double a, double b) { return b < a ? b : a; }
static inline double greater(double a, double b) { return b > a ? b : a; }

int is_given_pair(const Met *both, const Pair *pair);

void forename_features(const Met *both, double *values);  /* forenames.c: forenames.py */
int gap_features(const Met *both, double *values);        /* gaps.c: gaps.py */
int body_features(const Met *both, double *values);       /* bodies.c: bodies.py */

/* features.c: features.py. The values are `FEATURES`. */
int compare_names(Comparer *comparer, const Asked *asked, const Side *left, const Side *right,
                  double *values, int *stage);

#endif
