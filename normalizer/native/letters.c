/* The longest common subsequence of two strings, counted by whole words of bits (Hyyrö 2004). */
#include "letters.h"

#include <string.h>

static uint64_t *place_of(Places *places, uint32_t letter) {
    if (letter < 128) return &places->ascii[letter];
    size_t slot = letter * 2654435761u >> 25;
    while (places->letters[slot] && places->letters[slot] != letter)
        slot = (slot + 1) % LETTER_SLOTS;
    places->letters[slot] = letter;
    return &places->others[slot];
}

static uint64_t places_of(const Places *places, uint32_t letter) {
    if (letter < 128) return places->ascii[letter];
    size_t slot = letter * 2654435761u >> 25;
    while (places->letters[slot]) {
        if (places->letters[slot] == letter) return places->others[slot];
        slot = (slot + 1) % LETTER_SLOTS;
    }
    return 0;
}

/* At most 64 letters are placed, so the table of others is never full. */
void place_letters(Form *form) {
    memset(&form->places, 0, sizeof form->places);
    size_t n = form->n < ONE_WORD ? form->n : ONE_WORD;
    for (size_t i = 0; i < n; i++) *place_of(&form->places, form->letters[i]) |= 1ull << i;
}

/* Letters in common of `width` letters of a form from `from` on, and of `n` others. */
size_t common_letters(const Form *form, size_t from, size_t width, const uint32_t *others,
                      size_t n) {
    uint64_t mask = width == ONE_WORD ? ~0ull : (1ull << width) - 1, rest = ~0ull;
    for (size_t i = 0; i < n; i++) {
        uint64_t hit = rest & (places_of(&form->places, others[i]) >> from & mask);
        rest = (rest + hit) | (rest - hit);
    }
    return count_common(rest, width);
}
