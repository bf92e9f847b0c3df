/* The tokens that a token may mean: by keys, and by forms spelt nearly alike. */
#include "core.h"

#include <stdlib.h>

static int add_all(ReachedList *reached, Numbers words, double estimate) {
    if (reached->n + words.n > reached->room) {
        size_t room = 2 * (reached->n + words.n);
        Reached *grown = realloc(reached->at, room * sizeof *grown);
        if (grown == NULL) return -1;
        reached->at = grown;
        reached->room = room;
    }
    for (size_t i = 0; i < words.n; i++)
        reached->at[reached->n++] = (Reached){words.at[i], 0, estimate};
    return 0;
}

/* Add the tokens that have a key: level 0 is a folded form, then fine, deep and code. */
int reach_key(const Index *index, int level, Bytes key, double estimate, ReachedList *reached) {
    if (level < 0 || level > LEVELS) return 0;
    const Dictionary *names = level ? &index->keys[level - 1] : &index->words;
    uint32_t number = find_string(names, key);
    if (number == NO_NUMBER) return 0;
    const Lists *lists = level ? &index->key_lists[level - 1] : &index->fold;
    return add_all(reached, list_at(lists, number), estimate);
}

/* Add the tokens of up to `limit` folded forms that are spelt nearly so. */
int reach_misspelt(const Index *index, Bytes folded, size_t limit, ReachedList *reached) {
    NearList near;
    int failed = find_misspelt(index, folded, limit, &near);
    for (size_t i = 0; !failed && i < near.n; i++) {
        double likeness = near.at[i].likeness;
        Numbers words = list_at(&index->fold, near.at[i].form);
        failed = add_all(reached, words, likeness * likeness);
    }
    free(near.at);
    return failed;
}

static int by_word(const void *left, const void *right) {
    const Reached *a = left, *b = right;
    if (a->word != b->word) return a->word < b->word ? -1 : 1;
    return (a->estimate < b->estimate) - (a->estimate > b->estimate);
}

/* Leave each token once, by its best estimate, in order. */
int settle_reached(ReachedList *reached) {
    if (reached->n == 0) return 0;
    qsort(reached->at, reached->n, sizeof *reached->at, by_word);
    size_t kept = 1;
    for (size_t i = 1; i < reached->n; i++)
        if (reached->at[i].word != reached->at[kept - 1].word) reached->at[kept++] = reached->at[i];
    reached->n = kept;
    return 0;
}
