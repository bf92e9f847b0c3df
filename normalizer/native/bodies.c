/* What is particular to comparing names of places and bodies. */
#include "comparison.h"

#include <math.h>

#define MANY_LETTERS 24

/* Whether each name has a word alone whose meaning is known to be another. */
static int are_opposed(const Met *both, int *found) {
    const Alignment *alignment = &both->found;
    const Shape *left = both->left->shape, *right = both->right->shape;
    const Tables *tables = &both->comparer->tables;
    *found = 0;
    for (size_t i = 0; !*found && i < alignment->left_count; i++) {
        size_t a = alignment->left_alone[i];
        for (size_t j = 0; !*found && j < alignment->right_count; j++) {
            size_t b = alignment->right_alone[j];
            if (!(left->facts[a] & right->facts[b] & SENSED)) continue;
            if (tables->opposed(tables->context, left->words[a], right->words[b], found)) return -1;
        }
    }
    return 0;
}

/* Write the words of the query, those that are cases of their partners as these are; return how many
 * there are. */
static size_t uninflected(const Met *both, const Word **words) {
    const Shape *left = both->left->shape;
    for (size_t i = 0; i < left->n; i++) words[i] = left->words[i];
    for (size_t i = 0; i < both->found.n; i++) {
        const Pair *pair = &both->found.pairs[i];
        if (pair->how == INFLECTED) words[pair->left] = both->right->shape->words[pair->right];
    }
    return left->n;
}

static double letters_in(const Word *const *words, size_t n) {
    size_t sum = 0;
    for (size_t i = 0; i < n; i++) sum += words[i]->text.n;
    return (double)sum;
}

static int is_as_surname(const Met *both, int *found) {
    const Tables *tables = &both->comparer->tables;
    *found = 0;
    if (both->left->shape->n != 1) return 0;
    for (size_t i = 0; i < both->found.n; i++)
        if (both->found.pairs[i].how == SAME || both->found.pairs[i].how == FOLDED) return 0;
    return tables->as_surname(tables->context, both->left->shape->words[0], found);
}

static int is_after_person(const Met *both) {
    if (both->found.right_count == 0 || both->found.left_count != 0) return 0;
    for (size_t i = 0; i < both->name_count; i++)
        if (is_given_pair(both, &both->names[i])) return 1;
    return 0;
}

#define MOST_LINE (MOST_TOKENS * (MOST_COMPARED + 1))
typedef struct { uint32_t letters[MOST_LINE]; size_t n; } Line;

static int is_before(const Sound *a, const Sound *b) {
    size_t n = a->n < b->n ? a->n : b->n;
    for (size_t i = 0; i < n; i++)
        if (a->letters[i] != b->letters[i]) return a->letters[i] < b->letters[i];
    return a->n < b->n;
}

/* The words of a name in plain letters, in alphabetical order. */
static void write_sorted(const Word *const *words, size_t n, Line *line) {
    const Sound *sorted[MOST_TOKENS];
    line->n = 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = i;
        for (; at > 0 && is_before(&words[i]->plain, sorted[at - 1]); at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = &words[i]->plain;
    }
    for (size_t i = 0; i < n; i++) {
        if (i) line->letters[line->n++] = ' ';
        for (size_t k = 0; k < sorted[i]->n; k++)
            line->letters[line->n++] = sorted[i]->letters[k];
    }
}

static double likeness_of_lines(const Line *left, const Line *right) {
    uint16_t row[MOST_LINE + 1];
    size_t longest = left->n > right->n ? left->n : right->n;
    if (longest == 0) return 1.0;
    for (size_t j = 0; j <= right->n; j++) row[j] = (uint16_t)j;
    for (size_t i = 0; i < left->n; i++) {
        uint16_t before = row[0];
        row[0] = (uint16_t)(i + 1);
        for (size_t j = 0; j < right->n; j++) {
            uint16_t changed = (uint16_t)(before + (left->letters[i] != right->letters[j]));
            before = row[j + 1];
            uint16_t moved = (uint16_t)((before < row[j] ? before : row[j]) + 1);
            row[j + 1] = changed < moved ? changed : moved;
        }
    }
    return 1.0 - (double)row[right->n] / (double)longest;
}

int body_features(const Met *both, double *values) {
    int opposed, as_surname;
    for (int i = WHOLE; i <= EXACT; i++) values[i] = 0.0;
    if (both->asked->kind == PERSON) return 0;
    if (are_opposed(both, &opposed) || is_as_surname(both, &as_surname)) return -1;
    const Word *words[MOST_TOKENS], *const *others = both->right->shape->words;
    size_t n = uninflected(both, words), m = both->right->shape->n;
    double ours = letters_in(words, n), theirs = letters_in(others, m);
    double length = (ours < theirs ? ours : theirs) / MANY_LETTERS;
    Line line, other;
    write_sorted(words, n, &line);
    write_sorted(others, m, &other);
    values[WHOLE] = pow(values[COVERAGE], 3.0);
    values[OPPOSED] = opposed;
    values[OTHER_FORM] = both->asked->legal_form;
    values[SPELT] = pow(likeness_of_lines(&line, &other), 3.0);
    values[LENGTH] = length < 1.0 ? length : 1.0;
    values[AS_SURNAME] = as_surname;
    values[AFTER_PERSON] = is_after_person(both);
    return 0;
}
