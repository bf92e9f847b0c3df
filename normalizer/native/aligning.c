/* Which token of one name answers to which of another. */
#include "words.h"

#include <stdlib.h>

#define MIN_LIKENESS 0.6
#define OF_INITIAL 0.95
#define SAME_FATHER 0.85

typedef struct { Pair pair; size_t apart; } Offer;

static double initial_likeness(const Word *left, const Word *right) {
    const Sound *a = &left->heard, *b = &right->heard;
    if (a->n == 0 || b->n == 0) return a->n == b->n ? OF_INITIAL : 0.0;
    return a->letters[0] == b->letters[0] ? OF_INITIAL : 0.0;
}

static int offer_of(Comparer *comparer, int kind, const Side *left, size_t i, const Side *right,
                    size_t j, Likeness *found) {
    int ours = left->shape->roles[i], theirs = right->shape->roles[j];
    if (likeness_in(comparer, kind, left, i, right, j, found)) return -1;
    if ((ours == INITIAL || theirs == INITIAL) && found->how != SAME) {
        double likeness = initial_likeness(left->shape->words[i], right->shape->words[j]);
        *found = (Likeness){likeness, BY_INITIAL};
    } else if (ours == PATRONYMIC && theirs == PATRONYMIC && found->likeness < SAME_FATHER) {
        found->likeness = 0.0; /* patronymics are alike by their endings */
    }
    return 0;
}

static int is_before(const Offer *a, const Offer *b) {
    if (a->pair.likeness != b->pair.likeness) return a->pair.likeness > b->pair.likeness;
    if (a->apart != b->apart) return a->apart < b->apart;
    if (a->pair.left != b->pair.left) return a->pair.left < b->pair.left;
    return a->pair.right < b->pair.right;
}

static int by_offer(const void *left, const void *right) {
    const Offer *a = left, *b = right;
    return is_before(a, b) ? -1 : is_before(b, a);
}

static size_t left_over(uint32_t taken, size_t n, size_t *alone) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (!(taken >> i & 1)) alone[count++] = i;
    return count;
}

int align(Comparer *comparer, int kind, const Side *left, const Side *right, Alignment *found) {
    Offer offers[MOST_TOKENS * MOST_TOKENS];
    size_t n = 0;
    for (size_t i = 0; i < left->shape->n; i++) {
        for (size_t j = 0; j < right->shape->n; j++) {
            Likeness alike;
            if (offer_of(comparer, kind, left, i, right, j, &alike)) return -1;
            if (alike.likeness >= MIN_LIKENESS)
                offers[n++] = (Offer){{i, j, alike.likeness, alike.how}, i > j ? i - j : j - i};
        }
    }
    qsort(offers, n, sizeof *offers, by_offer);
    uint32_t lefts = 0, rights = 0;
    found->n = 0;
    for (size_t k = 0; k < n; k++) {
        const Pair *pair = &offers[k].pair;
        if (lefts >> pair->left & 1 || rights >> pair->right & 1) continue;
        lefts |= 1u << pair->left;
        rights |= 1u << pair->right;
        found->pairs[found->n++] = *pair;
    }
    found->left_count = left_over(lefts, left->shape->n, found->left_alone);
    found->right_count = left_over(rights, right->shape->n, found->right_alone);
    return 0;
}
