/* Entries that gain most by what the words asked for reach. */
#include "core.h"

#include <math.h>
#include <stdlib.h>

#define LEVEL_BITS 16
#define AHEAD 8
#define SHIFT 32

/* The entries of one reached token, and what they gain by it. */
typedef struct { Numbers entries; double gain; uint32_t word; } Run;
typedef struct { Run *at; size_t n; } Runs;

/* An entry that some word reaches: what it gains by the word at hand, and by those before. */
typedef struct { uint32_t entry, word; double best, sum; } Gain;
/* Gains as they are met, and a hash table of where each entry's gain is, plus one. */
typedef struct { Gain *at; uint32_t *slots; size_t n, room; } Gains;

static void add_runs(const Index *index, const Query *query, size_t word, Runs *runs) {
    const ReachedList *reached = &query->words[word];
    for (size_t i = 0; i < reached->n; i++) {
        if (i + AHEAD < reached->n) {
            uint32_t later = reached->at[i + AHEAD].word;
            fetch_list(&index->postings, later);
            if (later < index->owners.n) SOON(&index->owners.at[later]);
        }
        uint32_t token = reached->at[i].word;
        if (token >= index->owners.n) continue;
        double gain = reached->at[i].estimate;
        if (!query->are_gains) gain *= rarity_of(index->owners.at[token], query->log_entities);
        Numbers entries = list_at(&index->postings, token);
        if (!(gain > 0.0) || entries.n == 0) continue;
        SOON(entries.at);
        runs->at[runs->n++] = (Run){entries, gain, (uint32_t)word};
    }
}

static int runs_of(const Index *index, const Query *query, Runs *runs) {
    size_t total = 0;
    for (size_t word = 0; word < query->word_count; word++) total += query->words[word].n;
    *runs = (Runs){malloc(total * sizeof *runs->at + 1), 0};
    if (runs->at == NULL) return -1;
    for (size_t word = 0; word < query->word_count; word++) add_runs(index, query, word, runs);
    return 0;
}

static size_t slot_of(const Gains *gains, uint32_t entry) {
    return (size_t)((uint64_t)(entry * 2654435761u) * gains->room >> SHIFT);
}

static void add_run(const Run *run, Numbers sizes, Gains *gains) {
    for (size_t i = 0; i < run->entries.n; i++) {
        uint32_t entry = run->entries.at[i];
        if (entry >= sizes.n) continue;
        size_t slot = slot_of(gains, entry);
        while (gains->slots[slot] && gains->at[gains->slots[slot] - 1].entry != entry)
            slot = slot + 1 < gains->room ? slot + 1 : 0;
        if (gains->slots[slot] == 0) {
            gains->at[gains->n++] = (Gain){entry, run->word, run->gain, 0.0};
            gains->slots[slot] = (uint32_t)gains->n;
            SOON(&sizes.at[entry]);
            continue;
        }
        Gain *gain = &gains->at[gains->slots[slot] - 1];
        if (gain->word != run->word) {
            gain->sum += gain->best;
            gain->best = run->gain;
            gain->word = run->word;
        } else if (gain->best < run->gain) {
            gain->best = run->gain;
        }
    }
}

static int add_all(const Index *index, const Runs *runs, Gains *gains) {
    size_t total = 0;
    for (size_t i = 0; i < runs->n; i++) total += runs->at[i].entries.n;
    if (total >= UINT32_MAX / 2) return -1;
    *gains = (Gains){malloc(total * sizeof *gains->at + 1), NULL, 0, 2 * total + 1};
    gains->slots = calloc(gains->room, sizeof *gains->slots);
    if (gains->at == NULL || gains->slots == NULL) return -1;
    for (size_t i = 0; i < runs->n; i++) add_run(&runs->at[i], index->sizes, gains);
    return 0;
}

static double nearness_of(uint32_t size, const Query *query, const Gain *gain) {
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

/* Leave the nearest `limit` hits, the nearest first, ties in order of position. */
size_t keep_first(Hit *hits, size_t n, size_t limit) {
    size_t kept = 0;
    if (limit == 0) return 0;
    for (size_t i = 0; i < n; i++) offer(hits, &kept, limit, hits[i]);
    qsort(hits, kept, sizeof *hits, by_nearness);
    return kept;
}

/* Write up to `limit` entries to `hits`, those that are nearest, in no order. */
int gather(const Index *index, const Query *query, Hit *hits, size_t *found) {
    Runs runs;
    Gains gains = {NULL, NULL, 0, 0};
    *found = 0;
    if (runs_of(index, query, &runs)) return -1;
    int failed = add_all(index, &runs, &gains);
    for (size_t i = 0; !failed && query->limit && i < gains.n; i++) {
        const Gain *gain = &gains.at[i];
        Hit hit = {nearness_of(index->sizes.at[gain->entry], query, gain), gain->entry};
        offer(hits, found, query->limit, hit);
    }
    free(runs.at);
    free(gains.at);
    free(gains.slots);
    return failed;
}
