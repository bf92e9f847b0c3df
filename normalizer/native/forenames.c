/* Whether one of two names has a name too many before the other's first. */
#include "comparison.h"

#define NOWHERE SIZE_MAX

/* The place of the next token that is no particle. */
static size_t after(const Shape *shape, size_t place) {
    place++;
    while (place < shape->n && shape->roles[place] == PARTICLE) place++;
    return place;
}

/* The place of the first name or initial of a name with two names at least, else `NOWHERE`. */
static size_t first_of(const Shape *shape) {
    size_t names = 0, first = NOWHERE;
    for (size_t i = 0; i < shape->n; i++) {
        int role = shape->roles[i];
        names += role == NAME;
        if (first == NOWHERE && (role == NAME || role == INITIAL)) first = i;
    }
    return names > 1 ? first : NOWHERE;
}

/* `partners` has the place in the other name of the partner of each token. */
static int has_more(const Shape *shape, const size_t *alone, size_t n, const size_t *partners,
                    const Shape *other) {
    size_t first = first_of(other);
    for (size_t i = 0; first != NOWHERE && i < n; i++) {
        size_t next = after(shape, alone[i]);
        if (shape->roles[alone[i]] == NAME && next < shape->n && partners[next] == first) return 1;
    }
    return 0;
}

void forename_features(const Met *both, double *values) {
    const Alignment *found = &both->found;
    const Shape *left = both->left->shape, *right = both->right->shape;
    size_t ours[MOST_TOKENS], theirs[MOST_TOKENS];
    for (size_t i = 0; i < MOST_TOKENS; i++) ours[i] = theirs[i] = NOWHERE;
    for (size_t i = 0; i < found->n; i++) {
        ours[found->pairs[i].left] = found->pairs[i].right;
        theirs[found->pairs[i].right] = found->pairs[i].left;
    }
    values[QUERY_FORENAME] = has_more(left, found->left_alone, found->left_count, ours, right);
    values[ALIAS_FORENAME] = has_more(right, found->right_alone, found->right_count, theirs, left);
}
