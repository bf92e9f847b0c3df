/* The tokens that a token may mean: by keys, and by forms spelt nearly alike. */
#include "core.h"

#include <stdlib.h>
#include <string.h>

#define MOST_BY_KEYS 256
#define EIGHT 8

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

/* A key that is followed: where it is looked for, and what is found there. */
typedef struct {
    double estimate;
    uint32_t level, checks[2], number;
    Bytes form;
    Numbers words;
} Key;

/* Read keys until there are no more, or what follows is none; the room is that of all. */
static size_t read_keys(Bytes given, Key *keys) {
    size_t n = 0;
    while (given.n >= sizeof(KeyHead)) {
        KeyHead head;
        memcpy(&head, given.at, sizeof head);
        size_t left = given.n - sizeof head, size = head.size;
        if (head.level > LEVELS || size > left || (head.level && size != EIGHT)) break;
        Key key = {.estimate = head.estimate, .level = head.level};
        key.form = (Bytes){given.at + sizeof head, size};
        if (head.level) memcpy(key.checks, key.form.at, EIGHT);
        keys[n++] = key;
        size_t whole = (size + EIGHT - 1) / EIGHT * EIGHT;
        if (whole > left) break;
        given.at += sizeof head + whole;
        given.n -= sizeof head + whole;
    }
    return n;
}

static const Lists *lists_of(const Index *index, const Key *key) {
    return key->level ? &index->keys[key->level - 1].lists : &index->fold;
}

/* Each step is taken for all keys before the next one, so that no read waits for another. */
static void find_keys(const Index *index, Key *keys, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (keys[i].level == 0) {
            fetch_string(&index->words, keys[i].form);
            continue;
        }
        const Numbers *buckets = &index->keys[keys[i].level - 1].buckets;
        if (buckets->n > 1) SOON(&buckets->at[keys[i].checks[0] & (buckets->n - 2)]);
    }
    for (size_t i = 0; i < n; i++) {
        if (keys[i].level == 0) continue;
        const Keyed *keyed = &index->keys[keys[i].level - 1];
        if (keyed->buckets.n < 2) continue;
        uint32_t first = keyed->buckets.at[keys[i].checks[0] & (keyed->buckets.n - 2)];
        if (first < keyed->prints.n) SOON(&keyed->prints.at[first]);
    }
    for (size_t i = 0; i < n; i++) {
        Key *key = &keys[i];
        key->number = key->level ? find_key(&index->keys[key->level - 1], key->checks[0], key->checks[1])
                                 : find_string(&index->words, key->form);
        fetch_list(lists_of(index, key), key->number);
    }
    for (size_t i = 0; i < n; i++) {
        keys[i].words = list_at(lists_of(index, &keys[i]), keys[i].number);
        if (keys[i].words.n) SOON(keys[i].words.at);
    }
}

/* Leave the keys that some token has, the likeliest first, ties as they come. */
static size_t settle_keys(Key *keys, size_t n, double log_entities) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        Key key = keys[i];
        if (key.words.n == 0) continue;
        if (key.level) key.estimate *= share_of(key.words.n, log_entities);
        size_t at = kept++;
        for (; at > 0 && keys[at - 1].estimate < key.estimate; at--) keys[at] = keys[at - 1];
        keys[at] = key;
    }
    return kept;
}

/* Add the tokens of keys, of the likeliest first, while there is room. */
int reach_keys(const Index *index, Bytes given, double log_entities, ReachedList *reached) {
    Key *keys = malloc((given.n / sizeof(KeyHead) + 1) * sizeof *keys);
    if (keys == NULL) return -1;
    size_t n = read_keys(given, keys), room = MOST_BY_KEYS;
    int failed = 0;
    find_keys(index, keys, n);
    n = settle_keys(keys, n, log_entities);
    for (size_t i = 0; i < n && !failed; i++) {
        if (keys[i].words.n > room) continue;
        room -= keys[i].words.n;
        failed = add_all(reached, keys[i].words, keys[i].estimate);
    }
    free(keys);
    return failed;
}

/* Add the tokens of up to `limit` folded forms that are spelt nearly so. */
int reach_misspelt(const Index *index, Bytes folded, size_t limit, ReachedList *reached) {
    NearList near;
    int failed = find_misspelt(index, folded, limit, &near);
    for (size_t i = 0; !failed && i < near.n; i++) fetch_list(&index->fold, near.at[i].form);
    for (size_t i = 0; !failed && i < near.n; i++) fetch_members(&index->fold, near.at[i].form);
    for (size_t i = 0; !failed && i < near.n; i++) {
        double likeness = near.at[i].likeness;
        Numbers words = list_at(&index->fold, near.at[i].form);
        failed = add_all(reached, words, likeness * likeness);
    }
    free(near.at);
    return failed;
}

/* Leave each token once, by its best estimate, as they come; -1 without memory. */
int settle_reached(ReachedList *reached) {
    size_t slots = 16, kept = 0;
    while (slots < 2 * reached->n) slots *= 2;
    uint32_t *places = calloc(slots, sizeof *places);
    if (places == NULL) return -1;
    for (size_t i = 0; i < reached->n; i++) {
        Reached each = reached->at[i];
        size_t slot = each.word * 2654435761u & (slots - 1);
        while (places[slot] && reached->at[places[slot] - 1].word != each.word)
            slot = (slot + 1) & (slots - 1);
        if (places[slot] == 0) {
            reached->at[kept++] = each;
            places[slot] = (uint32_t)kept;
        } else if (reached->at[places[slot] - 1].estimate < each.estimate) {
            reached->at[places[slot] - 1].estimate = each.estimate;
        }
    }
    free(places);
    reached->n = kept;
    return 0;
}
