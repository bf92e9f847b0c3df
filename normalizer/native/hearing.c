/* How alike two tokens are by what may be heard in them. */
#include "sounds.h"

#include <string.h>

#define CLOSE 2
#define WORTH_A_LOOK 0.4

static size_t lesser(size_t a, size_t b) { return a < b ? a : b; }

/* Edit distance, every edit at one, of strings of `MOST_COMPARED` letters at most. */
static size_t edits(const Sound *left, const Sound *right) {
    size_t row[MOST_COMPARED + 1];
    for (size_t j = 0; j <= right->n; j++) row[j] = j;
    for (size_t i = 0; i < left->n; i++) {
        size_t before = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < right->n; j++) {
            size_t changed = before + (left->letters[i] != right->letters[j]);
            before = row[j + 1];
            row[j + 1] = lesser(changed, lesser(before, row[j]) + 1);
        }
    }
    return row[right->n];
}

double plain_likeness(const Sound *left, const Sound *right) {
    size_t longest = left->n > right->n ? left->n : right->n;
    return longest ? 1.0 - (double)edits(left, right) / (double)longest : 1.0;
}

/* Below 0, 0 or above 0 as the left string comes before, is or comes after the right one. */
static int order_of(const Sound *left, const Sound *right) {
    size_t n = lesser(left->n, right->n);
    for (size_t i = 0; i < n; i++)
        if (left->letters[i] != right->letters[i])
            return left->letters[i] < right->letters[i] ? -1 : 1;
    return (left->n > right->n) - (left->n < right->n);
}

static double likeness_of(const Costs *costs, const Sound *left, const Sound *right, double plain) {
    int order = order_of(left, right);
    if (order == 0) return left->n ? 1.0 : 0.0;
    if (plain < WORTH_A_LOOK) return 0.0;
    const Sound *first = order < 0 ? left : right, *second = order < 0 ? right : left;
    size_t longest = first->n > second->n ? first->n : second->n;
    double apart = sound_distance(costs, first->letters, first->n, second->letters, second->n);
    double found = 1.0 - apart / (double)lesser(longest, MOST_SOUNDS);
    return found > 0.0 ? found : 0.0;
}

typedef struct { double plain; const Sound *left, *right; } Close;

/* Only the closest readings by plain edits are weighed; of equally close ones the first. */
double best_likeness(const Costs *costs, const Sound *lefts, size_t n, const Sound *rights,
                     size_t m) {
    Close closest[CLOSE];
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < m; j++) {
            Close here = {plain_likeness(&lefts[i], &rights[j]), &lefts[i], &rights[j]};
            size_t at = kept;
            while (at > 0 && closest[at - 1].plain < here.plain) at--;
            if (at == CLOSE) continue;
            if (kept < CLOSE) kept++;
            for (size_t k = kept - 1; k > at; k--) closest[k] = closest[k - 1];
            closest[at] = here;
        }
    }
    double best = 0.0;
    for (size_t i = 0; i < kept; i++) {
        double found = likeness_of(costs, closest[i].left, closest[i].right, closest[i].plain);
        if (found > best) best = found;
    }
    return best;
}
