/* The likeliest Latin spellings of units: a beam search in which keys must tell spellings apart. */
#include "readings.h"

#include <stdlib.h>
#include <string.h>

static int compare(const void *left, const void *right) {
    const Spelling *a = left, *b = right;
    if (a->cost != b->cost) return a->cost < b->cost ? -1 : 1;
    int found = memcmp(a->letters, b->letters, a->size < b->size ? a->size : b->size);
    return found ? found : (a->size > b->size) - (a->size < b->size);
}

/* The spelling with one more piece; what keys hear of it grows with it. */
static void add_piece(const Spelling *before, const Piece *piece, const uint8_t *classes,
                      Spelling *after) {
    after->cost = before->cost + piece->cost;
    after->size = before->size + piece->size;
    after->heard_size = before->heard_size;
    memcpy(after->letters, before->letters, before->size);
    memcpy(after->letters + before->size, piece->letters, piece->size);
    memcpy(after->heard, before->heard, before->heard_size);
    for (size_t i = 0; i < piece->size; i++) {
        uint8_t heard = classes[(uint8_t)piece->letters[i] & 127];
        if (heard) after->heard[after->heard_size++] = (char)heard;
    }
}

/* Of spellings that are heard alike the likeliest stays, of equally likely ones the first. */
static void offer(Spelling *found, size_t *n, const Spelling *spelling) {
    for (size_t i = 0; i < *n; i++) {
        if (found[i].heard_size != spelling->heard_size ||
            memcmp(found[i].heard, spelling->heard, spelling->heard_size) != 0)
            continue;
        if (spelling->cost < found[i].cost) found[i] = *spelling;
        return;
    }
    found[(*n)++] = *spelling;
}

/* `units` are `MOST_UNITS` at most with `MOST_CHOICES` pieces each at most, and `width` is
 * `MOST_BEAM` at most; `beam` has room for `MOST_BEAM`. Return how many there are, or -1 without
 * memory. */
long spell(const Pieces *units, size_t n, const uint8_t *classes, size_t width, Spelling *beam) {
    Spelling *found = malloc((MOST_BEAM * MOST_CHOICES + 1) * sizeof *found);
    size_t kept = 1;
    if (found == NULL) return -1;
    beam[0] = (Spelling){.cost = 0.0};
    for (size_t place = 0; place < n; place++) {
        Spelling *next = &found[MOST_BEAM * MOST_CHOICES];
        size_t count = 0;
        for (size_t i = 0; i < kept; i++) {
            for (size_t k = 0; k < units[place].n; k++) {
                add_piece(&beam[i], &units[place].at[k], classes, next);
                offer(found, &count, next);
            }
        }
        qsort(found, count, sizeof *found, compare);
        kept = count < width ? count : width;
        memcpy(beam, found, kept * sizeof *beam);
    }
    free(found);
    return (long)kept;
}
