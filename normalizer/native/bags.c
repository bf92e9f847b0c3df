/* Bags of letters: how alike two outlines can be at most, told without reading the words of one. */
#include "bags.h"

#include "outline.h"

#define CLASSES 26
#define WHOLE_AT (2 * CLASSES)
#define SPACES_AT (WHOLE_AT + 7)
#define ALL_CLASSES ((1ull << CLASSES) - 1)
#define MOST_KEPT 1024

static uint32_t bit_of(uint32_t letter) { return 1u << letter % CLASSES; }

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Add a letter to those that are there once, and to those that are there twice or more. */
static uint64_t with_letter(uint64_t bag, uint32_t letter) {
    uint64_t bit = bit_of(letter);
    return bag | (bag & bit) << CLASSES | bit;
}

/* The bag of an entry: letters that are there, those that are so twice, how long the whole outline is and
 * how much longer than the joined one. */
uint64_t bag_of(const Index *index, uint32_t entry) {
    Words words = words_of(index, entry);
    uint32_t letters[MOST_KEPT];
    uint64_t bag = 0;
    size_t total = 0;
    for (size_t i = 0; i < words.n; i++) {
        size_t n = letters_of(words.at[i], letters, MOST_KEPT);
        if (n > MOST_KEPT) bag = (1ull << WHOLE_AT) - 1; /* whatever it has */
        for (size_t k = 0; k < least(n, MOST_KEPT); k++) bag = with_letter(bag, letters[k]);
        total += n;
    }
    size_t whole = least(total + (words.n ? words.n - 1 : 0), ONE_WORD);
    size_t spaces = whole - least(total, ONE_WORD);
    return bag | (uint64_t)whole << WHOLE_AT | (uint64_t)spaces << SPACES_AT;
}

/* The joined line has all letters of a name unless it was cut. */
void read_bag(const Form *whole, const Form *joined, NameBag *bag) {
    uint8_t counts[CLASSES] = {0};
    *bag = (NameBag){.whole = whole->n, .joined = joined->n, .is_cut = joined->n >= ONE_WORD};
    for (size_t i = 0; i < whole->n; i++) bag->spaces += whole->letters[i] == ' ';
    for (size_t i = 0; i < joined->n; i++) {
        size_t at = joined->letters[i] % CLASSES, before = counts[at]++;
        uint64_t bit = 1ull << at;
        if (before < 2) bag->few |= bit << before * CLASSES;
        else if (before < 4) bag->many |= bit << (before - 2) * CLASSES;
        else bag->rest++;
    }
}

static double likeness_of(size_t n, size_t m, size_t common) {
    size_t total = n + m;
    common = least(common, least(n, m));
    return total ? 1.0 - (double)(total - 2 * common) / (double)total : 1.0;
}

/* The greatest likeness that any line of an entry of this bag can have to one of a name: letters are in
 * common as often as both have them, and who has a letter twice may have it more often. */
double likeness_at_most(const NameBag *name, uint64_t bag) {
    if (name->is_cut) return 1.0;
    uint64_t twice = bag >> CLASSES & ALL_CLASSES;
    size_t whole = bag >> WHOLE_AT & 127, joined = whole - least(whole, bag >> SPACES_AT);
    size_t spaces = whole < ONE_WORD ? whole - joined : name->spaces;
    size_t common = count_bits(name->few & bag) + name->rest +
                    count_bits(name->many & (twice | twice << CLASSES));
    double spaced = likeness_of(name->whole, whole, common + least(spaces, name->spaces));
    double as_one = likeness_of(name->joined, joined, common);
    return spaced > as_one ? spaced : as_one;
}
