/* Other endings of a token, of the longest own ending first: respelling.py. */
#include "endings.h"

#include <string.h>

#define HASH_START 2166136261u
#define HASH_BY 16777619u

static uint32_t hash_more(uint32_t hash, uint32_t letter) { return (hash ^ letter) * HASH_BY; }

/* From the last letter to the first, so that all endings of a token are hashed in one run. */
uint32_t hash_of_ending(const uint32_t *letters, size_t n) {
    uint32_t hash = HASH_START;
    while (n-- > 0) hash = hash_more(hash, letters[n]);
    return hash;
}

static const Row *find_row(const Endings *endings, uint32_t hash, const uint32_t *letters, size_t n) {
    size_t slot = hash & (endings->slot_n - 1);
    for (; endings->slots[slot]; slot = (slot + 1) & (endings->slot_n - 1)) {
        const Row *row = &endings->rows[endings->slots[slot] - 1];
        if (row->ending.n == n &&
            (n == 0 || memcmp(endings->letters + row->ending.at, letters, n * sizeof *letters) == 0))
            return row;
    }
    return NULL;
}

static int is_among(const uint32_t *letters, size_t n, uint32_t letter) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (letters[middle] == letter) return 1;
        if (letters[middle] < letter) low = middle + 1;
        else high = middle;
    }
    return 0;
}

int other_endings(const Endings *endings, const uint32_t *token, size_t n, EndingSink sink,
                  void *context) {
    uint32_t hashes[MOST_ENDING + 1] = {HASH_START};
    size_t most = endings->longest < n ? endings->longest : n;
    for (size_t k = 1; k <= most; k++) hashes[k] = hash_more(hashes[k - 1], token[n - k]);
    size_t cut = n - most > endings->least_stem ? n - most : endings->least_stem;
    for (; cut <= n; cut++) {
        const Row *row = find_row(endings, hashes[n - cut], token + cut, n - cut);
        for (size_t i = 0; row && i < row->n; i++) {
            const Rule *rule = &endings->rules[row->first + i];
            const uint32_t *after = endings->letters + rule->after.at;
            if (!rule->is_after_any && !is_among(after, rule->after.n, token[cut - 1])) continue;
            int ends = sink(context, cut, endings->letters + rule->other.at, rule->other.n);
            if (ends) return ends;
        }
    }
    return 0;
}
