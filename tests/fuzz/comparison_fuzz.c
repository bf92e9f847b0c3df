/* Names of arbitrary words, compared with tables that say anything; tokens and units likewise. */
#include "comparison.h"
#include "fuzz.h"
#include "readings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_WORDS 24

static Sound sound(size_t most, int is_plain) {
    size_t n = chance(9) ? chance(8) : chance((uint32_t)most + 1);
    uint32_t *letters = exactly(n * sizeof *letters);
    for (size_t i = 0; i < n; i++)
        letters[i] = is_plain || chance(9) ? 'a' + chance(chance(3) ? 4 : 26) : chance(1u << 21);
    return (Sound){letters, n};
}

static Word word(uint64_t serial) {
    Word made = {.serial = serial, .script = chance(3), .traits = (uint8_t)chance(256)};
    made.text = sound(MOST_COMPARED, 0);
    made.fold = sound(MOST_COMPARED, 0);
    made.heard = sound(MOST_COMPARED, 1);
    made.plain = sound(MOST_COMPARED, 0);
    made.sound_count = chance(5);
    made.sounds = exactly(made.sound_count * sizeof *made.sounds);
    for (size_t i = 0; i < made.sound_count; i++) made.sounds[i] = sound(MOST_COMPARED, 1);
    return made;
}

static void release_word(Word *made) {
    Sound *lines[] = {&made->text, &made->fold, &made->heard, &made->plain};
    for (int i = 0; i < 4; i++) free((void *)lines[i]->letters);
    for (size_t i = 0; i < made->sound_count; i++) free((void *)made->sounds[i].letters);
    free(made->sounds);
}

static int some_likeness(void *context, const Word *left, const Word *right, double *found) {
    (void)context, (void)left, (void)right;
    *found = chance(101) / 100.0;
    return chance(200) ? 0 : -1;
}

static int some_answer(void *context, const Word *left, const Word *right, int *found) {
    (void)context, (void)left, (void)right;
    *found = chance(2) != 0;
    return chance(200) ? 0 : -1;
}

static int some_answer_of_one(void *context, const Word *word, int *found) {
    return some_answer(context, word, word, found);
}

static int some_bases(void *context, const Word *word, const Word **found, size_t room, size_t *n) {
    (void)context;
    for (*n = 0; *n < room && chance(2); (*n)++) found[*n] = word;
    return chance(200) ? 0 : -1;
}

static Shape shape(const Word *words) {
    Shape made = {.n = 1 + chance(chance(5) ? 4 : MOST_TOKENS)};
    for (size_t i = 0; i < made.n; i++) {
        made.words[i] = &words[chance(MOST_WORDS)];
        made.roles[i] = (uint8_t)(chance(3) ? NAME : chance(NAME + 1));
        made.facts[i] = (uint8_t)chance(32);
        made.worth[i] = (1 + chance(100)) / 100.0;
    }
    return made;
}

static Side side(const Shape *shape) {
    Side made = {.shape = shape, .total = 0.0};
    for (size_t i = 0; i < shape->n; i++) {
        made.rarities[i] = (1 + chance(100)) / 100.0;
        made.weights[i] = shape->worth[i] * made.rarities[i];
        made.total += made.weights[i];
        made.known[i] = (uint8_t)chance(2);
    }
    return made;
}

void compare_by_chance(const Costs *costs) {
    Word words[MOST_WORDS];
    Tables tables = {NULL,        some_likeness, some_likeness, some_bases,    some_answer, some_answer,
                     some_answer, some_likeness, some_answer,   some_likeness, some_answer_of_one,
                     some_likeness};
    Comparer comparer = {costs, tables, exactly(REMEMBERED * sizeof(Remembered))};
    memset(comparer.remembered, 0, REMEMBERED * sizeof(Remembered));
    for (size_t i = 0; i < MOST_WORDS; i++) words[i] = word(i + 1);
    for (int round = 0; round < 20; round++) {
        Shape shapes[] = {shape(words), shape(words)};
        Side sides[] = {side(&shapes[0]), side(&shapes[1])};
        Asked asked = {(int)chance(3), chance(4) ? 0.0 : 1.0, chance(40), chance(3) / 2.0,
                       (int)chance(2)};
        double values[FEATURES];
        int stage;
        if (compare_names(&comparer, &asked, &sides[0], &sides[1], values, &stage)) continue;
        if (!are_resembling(&words[round], &words[round])) exit(3);
        are_resembling(&words[chance(MOST_WORDS)], &words[chance(MOST_WORDS)]);
        if (stage < STAGE_EXACT || stage > STAGE_KEY) exit(3);
        for (int i = 0; i < FEATURES; i++)
            if (!(values[i] >= -1e-9 && values[i] <= 1.0 + 1e-9)) exit(3);
    }
    for (size_t i = 0; i < MOST_WORDS; i++) release_word(&words[i]);
    free(comparer.remembered);
}

void hear_by_chance(void) {
    Graphemes graphemes = {NULL, 0, 0};
    uint8_t token[MOST_SPELT];
    char key[MOST_SPELT * MOST_OF_READING];
    for (uint32_t i = chance(30); i > 0; i--) {
        size_t n = 1 + chance(4);
        for (size_t k = 0; k < n; k++) token[k] = (uint8_t)('a' + chance(5));
        Node *node = grow_to(&graphemes, token, n);
        if (node == NULL) exit(2);
        node->is_grapheme = 1;
        for (int family = 0; family < FAMILIES; family++) {
            node->sizes[family] = (uint8_t)chance(MOST_OF_READING + 1);
            memset(node->readings[family], 'a' + (int)chance(9), MOST_OF_READING);
        }
    }
    Heard *heard = exactly(sizeof *heard);
    size_t n = chance(MOST_SPELT + 1);
    for (size_t k = 0; k < n; k++) token[k] = (uint8_t)(chance(9) ? 'a' + chance(22) : chance(128));
    hear(&graphemes, token, n, heard);
    if (heard->n > MOST_HEARD) exit(3);
    for (size_t i = 0; i < heard->n; i++) {
        const uint8_t *own = (const uint8_t *)heard->at[i];
        if (write_fine_key(own, heard->sizes[i], key) > heard->sizes[i]) exit(3);
        if (write_deep_key(own, heard->sizes[i], key) > heard->sizes[i]) exit(3);
        is_telling_sound(own, heard->sizes[i]);
    }
    free(heard);
    free(graphemes.nodes);
}

void read_by_chance(void) {
    Pieces units[MOST_UNITS];
    const Pieces *cut[MOST_UNITS];
    size_t n = 1 + chance(MOST_UNITS), length = chance(MOST_LATIN + 1);
    char *latin = exactly(length);
    for (size_t i = 0; i < length; i++) latin[i] = (char)('a' + chance(4));
    for (size_t i = 0; i < n; i++) {
        units[i].n = chance(MOST_CHOICES + 1);
        units[i].passing = chance(50) / 10.0;
        units[i].at = exactly(units[i].n * sizeof(Piece));
        for (size_t k = 0; k < units[i].n; k++) {
            Piece *piece = &units[i].at[k];
            piece->cost = chance(50) / 10.0;
            piece->size = (unsigned char)chance(MOST_OF_PIECE + 1);
            memset(piece->letters, 'a' + (int)chance(4), MOST_OF_PIECE);
        }
        cut[i] = &units[i];
    }
    double cost = reading_cost(cut, n, latin, length, chance(2) ? NEVER : chance(60));
    if (!(cost >= 0.0)) exit(3);
    uint8_t classes[128];
    for (int i = 0; i < 128; i++) classes[i] = (uint8_t)(chance(3) ? i : 0);
    Spelling *beam = exactly(MOST_BEAM * sizeof *beam);
    size_t width = 1 + chance(MOST_BEAM);
    if (spell(units, n, classes, width, beam) > (long)width) exit(3);
    free(beam);
    for (size_t i = 0; i < n; i++) free(units[i].at);
    free(latin);
}
