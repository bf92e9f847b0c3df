/* Entries that gain most by what the words asked for reach. */
#include "core.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SPAN 0.9
#define LEVEL_BITS 16
#define FIRST_ROOM 4096
#define AHEAD 8

/* An entry that some word reaches: what it gains by the word at hand, and by those before. */
typedef struct { uint32_t entry, word; double best, sum; } Gain;
typedef struct { Gain *at; size_t room, n; } Gains;

static double rarity_of(uint32_t owners, double log_entities) {
    return 1.0 - SPAN * log(owners ? owners : 1) / log_entities;
}

static Gain *slot_of(const Gains *gains, uint32_t entry) {
    size_t slot = entry * 2654435761u & (gains->room - 1);
    while (gains->at[slot].entry && gains->at[slot].entry != entry)
        slot = (slot + 1) & (gains->room - 1);
    return &gains->at[slot];
}

static int grow(Gains *gains) {
    Gains wider = {NULL, gains->room ? 4 * gains->room : FIRST_ROOM, gains->n};
    wider.at = calloc(wider.room, sizeof *wider.at);
    if (wider.at == NULL) return -1;
    for (size_t i = 0; i < gains->room; i++)
        if (gains->at[i].entry) *slot_of(&wider, gains->at[i].entry) = gains->at[i];
    free(gains->at);
    *gains = wider;
    return 0;
}

/* Entries are held plus one, so that 0 is a free slot. */
static int add_postings(Gains *gains, Numbers postings, uint32_t word, double gain,
                        Numbers sizes) {
    for (size_t i = 0; i < postings.n; i++) {
        if (2 * gains->n >= gains->room && grow(gains)) return -1;
        uint32_t entry = postings.at[i] + 1;
        if (entry == 0) continue;
        Gain *slot = slot_of(gains, entry);
        if (slot->entry == 0) {
            *slot = (Gain){entry, word, gain, 0.0};
            if (entry <= sizes.n) SOON(&sizes.at[entry - 1]);
            gains->n++;
        } else if (slot->word != word) {
            slot->sum += slot->best;
            slot->best = gain;
            slot->word = word;
        } else if (slot->best < gain) {
            slot->best = gain;
        }
    }
    return 0;
}

static int add_word(const Index *index, const Query *query, size_t word, Gains *gains) {
    const ReachedList *reached = &query->words[word];
    for (size_t i = 0; i < reached->n; i++) {
        if (i + 2 * AHEAD < reached->n) {
            uint32_t later = reached->at[i + 2 * AHEAD].word;
            fetch_list(&index->postings, later);
            if (later < index->owners.n) SOON(&index->owners.at[later]);
        }
        if (i + AHEAD < reached->n) fetch_members(&index->postings, reached->at[i + AHEAD].word);
        uint32_t token = reached->at[i].word;
        if (token >= index->owners.n) continue;
        Numbers postings = list_at(&index->postings, token);
        double gain = reached->at[i].estimate;
        if (!query->are_gains)
            gain *= rarity_of(index->owners.at[token], query->log_entities);
        if (gain > 0.0 && add_postings(gains, postings, (uint32_t)word, gain, index->sizes)) return -1;
    }
    return 0;
}

static double nearness_of(const Index *index, const Query *query, const Gain *gain) {
    uint32_t size = index->sizes.at[gain->entry - 1];
    double tokens = size >> LEVEL_BITS, levels = size & ((1u << LEVEL_BITS) - 1);
    double weight = tokens - SPAN * log(2) * levels / query->log_entities;
    return (gain->sum + gain->best) / (weight + (double)query->length);
}

static int is_before(Hit a, Hit b) {
    return a.nearness != b.nearness ? a.nearness > b.nearness : a.position < b.position;
}

/* `hits` is a heap with the last of the kept ones on top. */
static void sift_down(Hit *hits, size_t n, size_t at) {
    for (;;) {
        size_t last = at, left = 2 * at + 1;
        for (size_t child = left; child < n && child < left + 2; child++)
            if (is_before(hits[last], hits[child])) last = child;
        if (last == at) return;
        Hit moved = hits[at];
        hits[at] = hits[last];
        hits[last] = moved;
        at = last;
    }
}

static void offer(Hit *hits, size_t *n, size_t limit, Hit hit) {
    if (*n < limit) {
        hits[(*n)++] = hit;
        if (*n == limit)
            for (size_t i = limit / 2 + 1; i-- > 0;) sift_down(hits, limit, i);
    } else if (is_before(hit, hits[0])) {
        hits[0] = hit;
        sift_down(hits, limit, 0);
    }
}

static int by_nearness(const void *left, const void *right) {
    const Hit *a = left, *b = right;
    return is_before(*a, *b) ? -1 : is_before(*b, *a);
}

void sort_hits(Hit *hits, size_t n) { qsort(hits, n, sizeof *hits, by_nearness); }

/* Write up to `limit` entries to `hits`, the nearest first, ties in order of position. */
int gather(const Index *index, const Query *query, Hit *hits, size_t *found) {
    Gains gains = {NULL, 0, 0};
    *found = 0;
    for (size_t word = 0; word < query->word_count; word++) {
        if (add_word(index, query, word, &gains)) {
            free(gains.at);
            return -1;
        }
    }
    for (size_t i = 0; query->limit && i < gains.room; i++) {
        const Gain *gain = &gains.at[i];
        if (gain->entry == 0 || gain->entry > index->sizes.n) continue;
        Hit hit = {nearness_of(index, query, gain), gain->entry - 1};
        offer(hits, found, query->limit, hit);
    }
    free(gains.at);
    sort_hits(hits, *found);
    return 0;
}
