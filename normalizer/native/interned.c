/* Strings of letters → numbers, (number, number) → numbers, and where the words of a text lie. */
#include "interned.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 256

static inline uint32_t mixed(uint64_t value) {
    value ^= value >> 32;
    return (uint32_t)(value * 0x9E3779B97F4A7C15u >> 32);
}

static inline uint64_t with_letter(uint64_t hash, uint32_t letter) {
    return (hash ^ letter) * 0xD6E8FEB86659FD93u;
}

/* The same for the same letters, however wide a text holds them. */
uint32_t hash_of(const Text *text, Stretch own) {
    uint64_t hash = 0;
    for (size_t i = own.start; i < own.end; i++) hash = with_letter(hash, letter_at(text, i));
    return mixed(hash);
}

/* A slot has the place of a string in units of two words of the heap, plus one, and above it a part of
 * the hash, by which most other strings are passed over unread. */
#define PLACE_BITS 24
#define PLACE_MASK ((1u << PLACE_BITS) - 1)
#define UNIT 2
#define WORD sizeof(uint32_t)

static inline Kept *kept_at(const Interned *interned, uint32_t slot) {
    return (Kept *)(void *)&interned->heap[(size_t)((slot & PLACE_MASK) - 1) * UNIT];
}

static int same(const Kept *kept, const Text *text, Stretch own) {
    Text letters = {kept + 1, kept->n, (int)kept->width};
    if (kept->n != own.end - own.start) return 0;
    if (letters.width == text->width) {
        size_t width = kept->width;
        return memcmp(letters.at, (const char *)text->at + own.start * width, kept->n * width) == 0;
    }
    for (size_t i = 0; i < kept->n; i++)
        if (letter_at(&letters, i) != letter_at(text, own.start + i)) return 0;
    return 1;
}

/* What is kept of some letters; NULL where nothing is. */
Kept *find_interned(const Interned *interned, const Text *text, Stretch own, uint32_t hash) {
    uint32_t slot;
    if (interned->size == 0) return NULL;
    for (size_t at = hash & (interned->size - 1); (slot = interned->slots[at]);
         at = (at + 1) & (interned->size - 1)) {
        if ((slot ^ hash) & ~PLACE_MASK) continue;
        Kept *kept = kept_at(interned, slot);
        if (same(kept, text, own)) return kept;
    }
    return NULL;
}

static void fill_slot(uint32_t *slots, size_t size, uint32_t hash, uint32_t place) {
    size_t at = hash & (size - 1);
    while (slots[at]) at = (at + 1) & (size - 1);
    slots[at] = (hash & ~PLACE_MASK) | place;
}

static int grow_slots(Interned *interned) {
    size_t size = interned->size ? interned->size * 2 : 2 * FIRST_ROOM;
    uint32_t *slots = calloc(size, sizeof *slots);
    if (slots == NULL) return -1;
    for (size_t i = 0; i < interned->size; i++) {
        if (interned->slots[i] == 0) continue;
        const Kept *kept = kept_at(interned, interned->slots[i]);
        Text letters = {kept + 1, kept->n, (int)kept->width};
        uint32_t hash = hash_of(&letters, (Stretch){0, kept->n});
        fill_slot(slots, size, hash, interned->slots[i] & PLACE_MASK);
    }
    free(interned->slots);
    interned->slots = slots;
    interned->size = size;
    return 0;
}

static int make_room(Interned *interned, size_t words) {
    if ((interned->used + words) / UNIT >= PLACE_MASK) return -1;
    if (interned->used + words > interned->room) {
        size_t room = 2 * (interned->used + words) + FIRST_ROOM;
        uint32_t *heap = realloc(interned->heap, room * sizeof *heap);
        if (heap == NULL) return -1;
        interned->heap = heap;
        interned->room = room;
    }
    return ((size_t)interned->n + 1) * 2 > interned->size ? grow_slots(interned) : 0;
}

/* How many bytes the widest of some letters takes. */
static uint32_t width_of(const Text *text, Stretch own) {
    uint32_t all = 0;
    for (size_t i = own.start; i < own.end; i++) all |= letter_at(text, i);
    return all < 0x100 ? 1 : all < 0x10000 ? 2 : 4;
}

static void write_letters(const Text *text, Stretch own, Kept *kept) {
    void *letters = kept + 1;
    for (size_t i = own.start, k = 0; i < own.end; i++, k++) {
        uint32_t letter = letter_at(text, i);
        if (kept->width == 1) ((uint8_t *)letters)[k] = (uint8_t)letter;
        else if (kept->width == 2) ((uint16_t *)letters)[k] = (uint16_t)letter;
        else ((uint32_t *)letters)[k] = letter;
    }
}

/* What is kept of some letters, from now on where nothing was; NULL without memory. */
Kept *intern(Interned *interned, const Text *text, Stretch own, uint32_t hash) {
    Kept *kept = find_interned(interned, text, own, hash);
    if (kept) return kept;
    size_t n = own.end - own.start;
    uint32_t width = width_of(text, own);
    size_t words = (sizeof(Kept) + n * width + UNIT * WORD - 1) / (UNIT * WORD) * UNIT;
    if (n > MOST_KEPT || make_room(interned, words)) return NULL;
    kept = (Kept *)(void *)&interned->heap[interned->used];
    *kept = (Kept){0, (uint32_t)n & MOST_KEPT, width & 7, 0};
    write_letters(text, own, kept);
    fill_slot(interned->slots, interned->size, hash, (uint32_t)(interned->used / UNIT + 1));
    interned->used += words;
    interned->letters += n;
    interned->n++;
    return kept;
}

void release_interned(Interned *interned) {
    free(interned->heap);
    free(interned->slots);
}

static size_t slot_of(const Steps *steps, uint64_t key) {
    size_t slot = mixed(key) & (steps->size - 1);
    while (steps->keys[slot] && steps->keys[slot] != key) slot = (slot + 1) & (steps->size - 1);
    return slot;
}

uint32_t find_step(const Steps *steps, uint64_t key) {
    if (steps->size == 0) return NO_NUMBER;
    size_t slot = slot_of(steps, key);
    return steps->keys[slot] ? steps->values[slot] : NO_NUMBER;
}

static int grow_steps(Steps *steps) {
    Steps grown = {NULL, NULL, steps->n, steps->size ? steps->size * 2 : FIRST_ROOM};
    grown.keys = calloc(grown.size, sizeof *grown.keys);
    grown.values = calloc(grown.size, sizeof *grown.values);
    if (grown.keys == NULL || grown.values == NULL) {
        release_steps(&grown);
        return -1;
    }
    for (size_t i = 0; i < steps->size; i++)
        if (steps->keys[i]) {
            size_t slot = slot_of(&grown, steps->keys[i]);
            grown.keys[slot] = steps->keys[i];
            grown.values[slot] = steps->values[i];
        }
    release_steps(steps);
    *steps = grown;
    return 0;
}

/* `key` is not 0. */
int add_step(Steps *steps, uint64_t key, uint32_t value) {
    if ((steps->n + 1) * 2 > steps->size && grow_steps(steps)) return -1;
    size_t slot = slot_of(steps, key);
    steps->n += steps->keys[slot] == 0;
    steps->keys[slot] = key;
    steps->values[slot] = value;
    return 0;
}

void release_steps(Steps *steps) {
    free(steps->keys);
    free(steps->values);
}

static inline int class_at(const Text *text, const uint8_t *classes, size_t at) {
    if (at >= text->n) return NO_LETTER;
    uint32_t letter = letter_at(text, at);
    return letter < CLASSED ? classes[letter] : NO_LETTER;
}

/* Where a word goes on after what its letters are parted by at `at`; `at` itself where it ends. */
static inline size_t past_parting(const Text *text, const uint8_t *classes, size_t at) {
    size_t next = at;
    while (class_at(text, classes, next) == INVISIBLE) next++;
    if (class_at(text, classes, next) == APOSTROPHE) {
        next++;
        while (next > at + 1 && class_at(text, classes, next) == INVISIBLE) next++;
    }
    return class_at(text, classes, next) == LETTER ? next : at;
}

static inline int next_as(const Text *given, const uint8_t *classes, size_t from, Stretch *found,
                          uint32_t *hash, int width) {
    Text text = {given->at, given->n, width};
    size_t at = from, next;
    uint64_t sum = 0;
    while (at < text.n && class_at(&text, classes, at) != LETTER) at++;
    if (at >= text.n) return 0;
    found->start = at;
    for (;;) {
        for (; class_at(&text, classes, at) == LETTER; at++)
            sum = with_letter(sum, letter_at(&text, at));
        next = past_parting(&text, classes, at);
        if (next == at) break;
        for (; at < next; at++) sum = with_letter(sum, letter_at(&text, at));
    }
    found->end = at;
    *hash = mixed(sum);
    return 1;
}

/* text.py: the next raw token that starts at `from` or later, with its hash; 0 for none. */
int next_word(const Text *text, const uint8_t *classes, size_t from, Stretch *found,
              uint32_t *hash) {
    if (text->width == 1) return next_as(text, classes, from, found, hash, 1);
    return text->width == 2 ? next_as(text, classes, from, found, hash, 2)
                            : next_as(text, classes, from, found, hash, 4);
}
