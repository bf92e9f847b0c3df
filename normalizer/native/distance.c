/* How unlike two sound strings are: edit distance with costs for confusable sounds. */
#include "core.h"

#define FIRST 1.5

static double change_of(const Costs *costs, uint32_t a, uint32_t b) {
    if (a == b) return 0.0;
    return a < SOUND_CODES && b < SOUND_CODES ? costs->substitute[a][b] : 1.0;
}

static double indel_of(const Costs *costs, uint32_t sound) {
    return sound < SOUND_CODES ? costs->indel[sound] : 1.0;
}

static double least(double a, double b, double c) {
    double found = b < a ? b : a;
    return c < found ? c : found;
}

/* Compare the first `MOST_SOUNDS` of both; an edit of a first sound costs half as much again. */
double sound_distance(const Costs *costs, const uint32_t *left, size_t n, const uint32_t *right,
                      size_t m) {
    double rows[2][MOST_SOUNDS + 1], *row = rows[0], *above = rows[1];
    if (n > MOST_SOUNDS) n = MOST_SOUNDS;
    if (m > MOST_SOUNDS) m = MOST_SOUNDS;
    row[0] = 0.0;
    for (size_t j = 0; j < m; j++)
        row[j + 1] = row[j] + indel_of(costs, right[j]) * (j ? 1.0 : FIRST);
    for (size_t i = 0; i < n; i++) {
        double *spare = above, first = i ? 1.0 : FIRST, drop = indel_of(costs, left[i]) * first;
        above = row;
        row = spare;
        row[0] = above[0] + drop;
        for (size_t j = 0; j < m; j++) {
            double change = change_of(costs, left[i], right[j]);
            if (i == 0 && j == 0) change = change * first;
            row[j + 1] = least(above[j] + change, above[j + 1] + drop,
                               row[j] + indel_of(costs, right[j]));
        }
    }
    return row[m];
}
