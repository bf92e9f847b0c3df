/* The least cost of cutting Latin letters into pieces, one for each unit of another script. */
#include "readings.h"

#include <math.h>
#include <string.h>

#define VOWEL 1.8
#define CONSONANT 3.6
#define BAND 6.0

static double price_of(char letter) {
    return strchr("aeiouy", letter) && letter ? VOWEL : CONSONANT;
}

/* Let in letters that no unit explains, from `low` to `high`. */
static void let_in(double *row, const char *latin, long low, long high) {
    double best = NEVER;
    for (long at = low; at <= high; at++) {
        if (best < row[at]) row[at] = best;
        best = row[at];
        if (at < high) best += price_of(latin[at]);
    }
}

/* Read one more unit from every place that is worth it; what it leads to is within the band. */
static void read_unit(const Pieces *unit, const char *latin, const double *row, double *after,
                      const long *band, long length, double most) {
    for (long start = 0; start <= length; start++) {
        double cost = row[start], passed = cost + unit->passing;
        if (cost > most) continue;
        if (band[0] <= start && start <= band[1] && passed < after[start]) after[start] = passed;
        for (size_t i = 0; i < unit->n; i++) {
            const Piece *piece = &unit->at[i];
            long end = start + piece->size;
            if (end < band[0] || end > band[1]) continue;
            if (memcmp(latin + start, piece->letters, piece->size) != 0) continue;
            if (cost + piece->cost < after[end]) after[end] = cost + piece->cost;
        }
    }
}

/* `n` is `MOST_UNITS` at most and `length` `MOST_LATIN`. */
double reading_cost(const Pieces *const *units, size_t n, const char *latin, size_t length,
                    double most) {
    double rows[2][MOST_LATIN + 1], *row = rows[0], *after = rows[1];
    long last = (long)length;
    for (long at = 0; at <= last; at++) row[at] = at ? NEVER : 0.0;
    let_in(row, latin, 0, last);
    for (size_t place = 1; place <= n; place++) {
        double middle = (double)(place * length) / (double)n;
        long low = (long)ceil(middle - BAND), high = (long)floor(middle + BAND);
        long band[2] = {low > 0 ? low : 0, high < last ? high : last};
        for (long at = 0; at <= last; at++) after[at] = NEVER;
        read_unit(units[place - 1], latin, row, after, band, last, most);
        let_in(after, latin, band[0], band[1]);
        double *spare = row;
        row = after;
        after = spare;
    }
    return row[last];
}
