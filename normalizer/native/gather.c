/* Entries that gain most by what the words asked for reach. */
#include "core.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEVEL_BITS 16
#define AHEAD 8
#define SHIFT 32
#define STEPS 1024

/* The entries of one reached token, and what they gain by it. */
typedef struct { Numbers entries; double gain; uint32_t word, token; } Run;
typedef struct { Run *at; size_t n; } Runs;

/* An entry that some word reaches: what it gains by the word at hand, and by those before. */
typedef struct { uint32_t entry, word; double best, sum; } Gain;
/* Gains as they are met, and a hash table of where each entry's gain is, plus one. */
typedef struct { Gain *at; uint32_t *slots; size_t n, room; } Gains;

static void add_runs(const Index *index, const Query *query, size_t word, Runs *runs) {
    const ReachedList *reached = &query->words[word];
    for (size_t i = 0; i < reached->n; i++) {
        if (i + AHEAD < reached->n) fetch_list(&index->postings, reached->at[i + AHEAD].word);
        uint32_t token = reached->at[i].word;
        Numbers entries = list_at(&index->postings, token);
        double gain = reached->at[i].estimate;
        if (token >= index->owners.n || entries.n == 0 || !(gain > 0.0)) continue;
        SOON(entries.at);
        if (entries.n > 1) SOON(&index->owners.at[token]);
        runs->at[runs->n++] = (Run){entries, gain, (uint32_t)word, token};
    }
}

/* What is reached counts by how telling it is; what one entry has, one entity has. */
static void weigh_runs(const Index *index, const Query *query, Runs *runs) {
    for (size_t i = 0; i < runs->n && !query->are_gains; i++) {
        Run *run = &runs->at[i];
        if (run->entries.n > 1)
            run->gain *= rarity_of(index->owners.at[run->token], query->log_entities);
    }
}

static int runs_of(const Index *index, const Query *query, Runs *runs) {
    size_t total = 0;
    for (size_t word = 0; word < query->word_count; word++) total += query->words[word].n;
    *runs = (Runs){malloc(total * sizeof *runs->at + 1), 0};
    if (runs->at == NULL) return -1;
    for (size_t word = 0; word < query->word_count; word++) add_runs(index, query, word, runs);
    weigh_runs(index, query, runs);
    return 0;
}

static size_t slot_of(const Gains *gains, uint32_t entry) {
    return (size_t)((uint64_t)(entry * 2654435761u) * gains->room >> SHIFT);
}

static void add_run(const Run *run, Numbers sizes, Gains *gains) {
    for (size_t i = 0; run->gain > 0.0 && i < run->entries.n; i++) {
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

static void swap(Hit *a, Hit *b) {
    Hit moved = *a;
    *a = *b;
    *b = moved;
}

/* The middle one of the first, the middle and the last hit comes to the front. */
static void choose_pivot(Hit *hits, size_t n) {
    Hit *middle = hits + n / 2, *last = hits + n - 1;
    if (is_before(*middle, *hits)) swap(middle, hits);
    if (is_before(*last, *middle)) swap(last, middle);
    if (is_before(*middle, *hits)) swap(middle, hits);
    swap(hits, middle);
}

/* Bring the nearest `kept` of hits to the front, in no order (Hoare's selection). No two are equal,
 * for no position is there twice. */
static void select_first(Hit *hits, size_t n, size_t kept) {
    while (n > kept && kept > 0) {
        choose_pivot(hits, n);
        size_t left = 1, right = n - 1;
        for (;;) {
            while (left <= right && is_before(hits[left], hits[0])) left++;
            while (left <= right && !is_before(hits[right], hits[0])) right--;
            if (left > right) break;
            swap(&hits[left], &hits[right]);
        }
        swap(&hits[0], &hits[right]); /* now all before `right` are nearer, all behind are not */
        if (right == kept || right + 1 == kept) return;
        if (right > kept) {
            n = right;
        } else {
            hits += right + 1;
            n -= right + 1;
            kept -= right + 1;
        }
    }
}

static int by_nearness(const void *left, const void *right) {
    const Hit *a = left, *b = right;
    return is_before(*a, *b) ? -1 : is_before(*b, *a);
}

/* Leave the nearest `limit` hits, the nearest first, ties in order of position. */
size_t keep_first(Hit *hits, size_t n, size_t limit) {
    size_t kept = n < limit ? n : limit;
    select_first(hits, n, kept);
    qsort(hits, kept, sizeof *hits, by_nearness);
    return kept;
}

/* Nearness is mostly below one; what is above comes into the last step. A number that is none, into the first. */
static size_t step_of(double nearness) {
    if (!(nearness > 0.0)) return 0;
    return nearness < 1.0 ? (size_t)(nearness * (STEPS - 1)) : STEPS - 1;
}

/* Count from the top: hits in steps above the one that is found are fewer than `kept`. */
static size_t step_that_fills(const uint32_t *counts, size_t kept, size_t *above) {
    size_t step = STEPS - 1;
    for (*above = 0; step > 0 && *above + counts[step] < kept; step--) *above += counts[step];
    return step;
}

/* Bring the nearest `kept` of hits to the front, in no order: those of the higher steps are among them
 * whatever they are compared with. */
static void select_by_steps(Hit *hits, size_t n, size_t kept, const uint32_t *counts) {
    size_t above, found = 0, filled = 0, step = step_that_fills(counts, kept, &above);
    for (size_t i = 0; i < n; i++) {
        Hit hit = hits[i];
        size_t own = step_of(hit.nearness);
        if (own < step) continue;
        /* The higher ones come first, then those of the step, which are moved up one by one. */
        hits[found + filled] = hits[found];
        hits[found + (own > step ? 0 : filled)] = hit;
        found += own > step;
        filled += own == step;
    }
    select_first(hits + found, filled, kept - found);
}

static int hits_of(const Index *index, const Query *query, const Gains *gains, Hit *hits,
                   size_t *found) {
    Hit *all = malloc(gains->n * sizeof *all + 1);
    uint32_t counts[STEPS] = {0};
    if (all == NULL) return -1;
    for (size_t i = 0; i < gains->n; i++) {
        const Gain *gain = &gains->at[i];
        all[i] = (Hit){nearness_of(index->sizes.at[gain->entry], query, gain), gain->entry};
        counts[step_of(all[i].nearness)]++;
    }
    *found = gains->n < query->limit ? gains->n : query->limit;
    if (gains->n > query->limit) select_by_steps(all, gains->n, *found, counts);
    if (*found) memcpy(hits, all, *found * sizeof *hits);
    free(all);
    return 0;
}

/* Write up to `limit` entries to `hits`, those that are nearest, in no order. */
int gather(const Index *index, const Query *query, Hit *hits, size_t *found) {
    Runs runs;
    Gains gains = {NULL, NULL, 0, 0};
    *found = 0;
    if (runs_of(index, query, &runs)) return -1;
    int failed = add_all(index, &runs, &gains) || hits_of(index, query, &gains, hits, found);
    free(runs.at);
    free(gains.at);
    free(gains.slots);
    return failed ? -1 : 0;
}
