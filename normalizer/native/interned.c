/* Strings of letters → numbers, (number, number) → numbers, and where the words of a text lie. */
#include "interned.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROOM 256
#define MOST (UINT32_MAX / 4)

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

static inline int same_as(const uint32_t *letters, const Text *text, Stretch own, int width) {
    Text plain = {text->at, text->n, width};
    uint32_t unlike = 0;
    for (size_t i = own.start; i < own.end; i++) unlike |= *letters++ ^ letter_at(&plain, i);
    return unlike == 0;
}

static int same(const Interned *interned, uint32_t number, const Text *text, Stretch own) {
    size_t start = interned->kept[number].start, n = interned->kept[number + 1].start - start;
    const uint32_t *letters = interned->letters + start;
    if (n != own.end - own.start) return 0;
    if (text->width == 1) return same_as(letters, text, own, 1);
    return text->width == 2 ? same_as(letters, text, own, 2) : same_as(letters, text, own, 4);
}

uint32_t find_interned(const Interned *interned, const Text *text, Stretch own, uint32_t hash) {
    if (interned->size == 0) return NO_NUMBER;
    for (size_t at = hash & (interned->size - 1); interned->slots[at].number;
         at = (at + 1) & (interned->size - 1)) {
        Slot slot = interned->slots[at];
        if (slot.hash == hash && same(interned, slot.number - 1, text, own)) return slot.number - 1;
    }
    return NO_NUMBER;
}

static void fill_slot(Slot *slots, size_t size, Slot slot) {
    size_t at = slot.hash & (size - 1);
    while (slots[at].number) at = (at + 1) & (size - 1);
    slots[at] = slot;
}

static int grow_array(void **array, size_t count, size_t size) {
    void *grown = count > SIZE_MAX / size ? NULL : realloc(*array, count * size);
    if (grown == NULL) return -1;
    *array = grown;
    return 0;
}

static int grow_slots(Interned *interned) {
    size_t size = interned->size ? interned->size * 2 : 2 * FIRST_ROOM;
    Slot *slots = calloc(size, sizeof *slots);
    if (slots == NULL) return -1;
    for (size_t i = 0; i < interned->size; i++)
        if (interned->slots[i].number) fill_slot(slots, size, interned->slots[i]);
    free(interned->slots);
    interned->slots = slots;
    interned->size = size;
    return 0;
}

static int make_room(Interned *interned, size_t letters) {
    if (interned->used + letters > MOST || interned->n >= MOST) return -1;
    if (interned->n + 1 >= interned->room) {
        uint32_t room = interned->room ? interned->room * 2 : FIRST_ROOM;
        if (grow_array((void **)&interned->kept, room, sizeof(Kept))) return -1;
        interned->room = room;
        interned->kept[interned->n] = (Kept){(uint32_t)interned->used, 0};
    }
    if (interned->used + letters > interned->letter_room) {
        size_t room = 2 * (interned->used + letters) + FIRST_ROOM;
        if (grow_array((void **)&interned->letters, room, sizeof(uint32_t))) return -1;
        interned->letter_room = room;
    }
    return (interned->n + 1) * 2 > interned->size ? grow_slots(interned) : 0;
}

/* The number of some letters, a new one when they are new. */
uint32_t intern(Interned *interned, const Text *text, Stretch own, uint32_t hash) {
    uint32_t number = find_interned(interned, text, own, hash);
    if (number != NO_NUMBER) return number;
    if (make_room(interned, own.end - own.start)) return NO_NUMBER;
    for (size_t i = own.start; i < own.end; i++)
        interned->letters[interned->used++] = letter_at(text, i);
    number = interned->n++;
    interned->kept[number + 1] = (Kept){(uint32_t)interned->used, 0};
    fill_slot(interned->slots, interned->size, (Slot){hash, number + 1});
    return number;
}

void release_interned(Interned *interned) {
    free(interned->letters);
    free(interned->kept);
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
