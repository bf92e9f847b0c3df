/* Entries ranked by how their whole spelling fits that of a name, beside what their words gain. */
#include "outline.h"

#include "bags.h"

#include <stdlib.h>
#include <string.h>

#define OF_NEARNESS 2.0

/* Letters in a line; `bytes` holds them too where all are plain ASCII. */
typedef struct {
    uint32_t letters[ONE_WORD];
    uint8_t bytes[ONE_WORD];
    size_t n;
    int is_plain;
} Line;

static int compare(Bytes a, Bytes b) {
    size_t n = a.n < b.n ? a.n : b.n;
    int found = n ? memcmp(a.at, b.at, n) : 0;
    return found ? found : (a.n > b.n) - (a.n < b.n);
}

/* The folded forms of an entry's words; one that lacks its form is left out. */
Words words_of(const Index *index, uint32_t entry) {
    Words words;
    Numbers tokens = list_at(&index->tokens, entry);
    words.n = 0;
    words.are_sorted = 1;
    for (size_t i = 0; i < tokens.n && words.n < MOST_WORDS; i++) {
        if (tokens.at[i] >= index->folds.n) continue;
        Bytes form = string_at(&index->words.strings, index->folds.at[tokens.at[i]]);
        if (form.at == NULL) continue;
        words.are_sorted &= words.n == 0 || compare(words.at[words.n - 1], form) <= 0;
        words.at[words.n++] = form;
    }
    return words;
}

static void sort_words(Words *words) {
    for (size_t i = 1; i < words->n; i++) {
        Bytes word = words->at[i];
        size_t at = i;
        for (; at > 0 && compare(word, words->at[at - 1]) < 0; at--)
            words->at[at] = words->at[at - 1];
        words->at[at] = word;
    }
}

/* Write the bytes of words while they are plain ASCII; return whether all were. */
static int write_plain(const Words *words, int spaced, Line *line) {
    size_t n = 0;
    for (size_t i = 0; i < words->n && n < ONE_WORD; i++) {
        const uint8_t *from = words->at[i].at, *end = from + words->at[i].n;
        if (i && spaced) line->bytes[n++] = ' ';
        for (; from < end && n < ONE_WORD; from++) {
            if (*from >= 0x80) return 0;
            line->bytes[n++] = *from;
        }
    }
    line->n = n;
    return 1;
}

/* The first letters of words, in a line with or without spaces between them. */
static void write_line(const Words *words, int spaced, Line *line) {
    line->is_plain = write_plain(words, spaced, line);
    if (line->is_plain) return;
    line->n = 0;
    for (size_t i = 0; i < words->n && line->n < ONE_WORD; i++) {
        if (i && spaced) line->letters[line->n++] = ' ';
        size_t room = ONE_WORD - line->n;
        size_t n = letters_of(words->at[i], line->letters + line->n, room);
        line->n += n < room ? n : room;
    }
}

static double likeness_of(const Form *name, const Line *line) {
    size_t total = name->n + line->n, common = 0;
    if (total == 0) return 1.0;
    if (name->n)
        common = line->is_plain ? common_plain(name, line->bytes, line->n)
                                : common_letters(name, 0, name->n, line->letters, line->n);
    return 1.0 - (double)(total - 2 * common) / (double)total;
}

static double greater(double a, double b) { return b > a ? b : a; }

/* Lines that are the same need one comparison: of a word alone all three, of sorted words two. */
typedef struct { Form lines[LINES]; NameBag bag; int is_one_word, is_sorted; } Name;

/* The greatest likeness of a line of the names to a line of an entry, or of what was found. */
static double best_of(const Name *names, size_t count, size_t which, const Line *line, double found) {
    for (size_t i = 0; i < count; i++)
        found = greater(found, likeness_of(&names[i].lines[which], line));
    return found;
}

static double likeness_of_entry(const Index *index, const Name *names, size_t count,
                                uint32_t entry) {
    Words words = words_of(index, entry);
    Line line;
    write_line(&words, 1, &line);
    double found = best_of(names, count, 0, &line, 0.0);
    if (words.are_sorted)
        for (size_t i = 0; i < count; i++)
            if (!names[i].is_sorted) found = best_of(&names[i], 1, 1, &line, found);
    if (words.n < 2) {
        for (size_t i = 0; i < count; i++)
            if (!names[i].is_one_word) found = best_of(&names[i], 1, 2, &line, found);
        return found;
    }
    write_line(&words, 0, &line);
    if (!words.are_sorted) {
        found = best_of(names, count, 2, &line, found);
        sort_words(&words);
        write_line(&words, 1, &line);
        return best_of(names, count, 1, &line, found);
    }
    return best_of(names, count, 2, &line, found);
}

static int is_same(Bytes a, Bytes b) { return compare(a, b) == 0; }

static void read_name(const Outline *outline, Name *name) {
    for (size_t i = 0; i < LINES; i++) {
        Form *form = &name->lines[i];
        size_t letters = letters_of(outline->at[i], form->letters, ONE_WORD);
        form->n = letters < ONE_WORD ? letters : ONE_WORD;
        place_letters(form);
    }
    read_bag(&name->lines[0], &name->lines[2], &name->bag);
    name->is_sorted = is_same(outline->at[0], outline->at[1]);
    name->is_one_word = name->is_sorted && is_same(outline->at[0], outline->at[2]);
}

/* Ask for what words_of reads of an entry: one step of it for each hit before the next, so that they
 * do not wait for each other. */
static void fetch_words(const Index *index, const Hit *hits, size_t n) {
    const Heap *strings = &index->words.strings;
    for (size_t i = 0; i < n; i++) fetch_list(&index->tokens, hits[i].position);
    for (size_t i = 0; i < n; i++) fetch_members(&index->tokens, hits[i].position);
    for (int step = 0; step < 3; step++) {
        for (size_t i = 0; i < n; i++) {
            Numbers tokens = list_at(&index->tokens, hits[i].position);
            for (size_t k = 0; k < tokens.n && k < MOST_WORDS; k++) {
                if (tokens.at[k] >= index->folds.n) continue;
                const uint32_t *fold = &index->folds.at[tokens.at[k]];
                if (step == 0) SOON(fold);
                else if (step == 1 && *fold < strings->starts.n) SOON(&strings->starts.at[*fold]);
                else if (step == 2) SOON(string_at(strings, *fold).at);
            }
        }
    }
}

static double rank_at_most(const Index *index, const Name *names, size_t count, const Hit *hit) {
    double likeness = 0.0;
    size_t at = 2 * (size_t)hit->position;
    if (at + 1 >= index->bags.n) return OF_NEARNESS * hit->nearness + 1.0;
    uint64_t bag = index->bags.at[at] | (uint64_t)index->bags.at[at + 1] << 32;
    for (size_t i = 0; i < count; i++)
        likeness = greater(likeness, likeness_at_most(&names[i].bag, bag));
    return OF_NEARNESS * hit->nearness + likeness;
}

static void rank(const Index *index, const Name *names, size_t count, Hit *hit) {
    hit->nearness = OF_NEARNESS * hit->nearness +
                    likeness_of_entry(index, names, count, hit->position);
}

/* Leave the hits that may have a share of the rank of the best, which comes first and is ranked. */
static size_t leave_likely(const Index *index, const Name *names, size_t count, double least,
                           Hit *hits, size_t n, double *most) {
    size_t best = 0, kept = 1;
    for (size_t i = 0; i < n; i++) {
        size_t bag = 2 * (size_t)hits[i].position;
        if (bag < index->bags.n) SOON(&index->bags.at[bag]);
    }
    for (size_t i = 0; i < n; i++) {
        most[i] = rank_at_most(index, names, count, &hits[i]);
        if (most[i] > most[best]) best = i;
    }
    Hit likeliest = hits[best];
    hits[best] = hits[0];
    most[best] = most[0];
    rank(index, names, count, &likeliest);
    hits[0] = likeliest;
    for (size_t i = 1; i < n; i++)
        if (most[i] >= least * likeliest.nearness) hits[kept++] = hits[i];
    return kept;
}

/* Add to the nearness of each hit, and leave those that have a share of the best sum; the caller puts them
 * in order. */
int rank_by_outline(const Index *index, const Outline *outlines, size_t count, double least, Hit *hits,
                    size_t *n) {
    Name *names = malloc(count * sizeof *names + 1);
    double *most = malloc(*n * sizeof *most + 1), best = 0.0;
    int failed = names == NULL || most == NULL;
    for (size_t i = 0; i < count && !failed; i++) read_name(&outlines[i], &names[i]);
    if (*n && !failed) {
        size_t likely = leave_likely(index, names, count, least, hits, *n, most);
        fetch_words(index, hits + 1, likely - 1);
        for (size_t i = 1; i < likely; i++) rank(index, names, count, &hits[i]);
        for (size_t i = 0; i < likely; i++) best = greater(best, hits[i].nearness);
        *n = 0;
        for (size_t i = 0; i < likely; i++)
            if (hits[i].nearness >= least * best) hits[(*n)++] = hits[i];
    }
    free(names);
    free(most);
    return failed ? -1 : 0;
}
