/* A fast first look at two tokens: annotate/resemblance.py. */
#include "words.h"

#include <string.h>

#define MIN_COMPARED 3
#define MIN_CONSONANTS 3 /* keys.py */
#define ENOUGH 0.6
#define ENOUGH_BY_EAR 0.5

typedef struct { char at[MOST_COMPARED]; size_t n; } Key;

static Key deep_key_of(const Sound *sound) {
    uint8_t letters[MOST_COMPARED];
    Key key;
    for (size_t i = 0; i < sound->n; i++) letters[i] = (uint8_t)sound->letters[i];
    key.n = write_deep_key(letters, sound->n, key.at);
    return key;
}

static int share_key(const Word *left, const Word *right) {
    for (size_t i = 0; i < left->sound_count; i++) {
        Key ours = deep_key_of(&left->sounds[i]);
        for (size_t j = 0; ours.n >= MIN_CONSONANTS && j < right->sound_count; j++) {
            Key theirs = deep_key_of(&right->sounds[j]);
            if (ours.n == theirs.n && memcmp(ours.at, theirs.at, ours.n) == 0) return 1;
        }
    }
    return 0;
}

static int sound_alike(const Word *left, const Word *right) {
    double enough = left->script == right->script ? ENOUGH : ENOUGH_BY_EAR;
    for (size_t i = 0; i < left->sound_count; i++)
        for (size_t j = 0; j < right->sound_count; j++)
            if (plain_likeness(&left->sounds[i], &right->sounds[j]) >= enough) return 1;
    return 0;
}

/* Whether the letters, keys or sounds of two tokens are alike enough to compare them in full. */
int are_resembling(const Word *left, const Word *right) {
    return left->text.n < MIN_COMPARED || right->text.n < MIN_COMPARED ||
           (left->traits | right->traits) & IS_READ ||
           plain_likeness(&left->fold, &right->fold) >= ENOUGH || share_key(left, right) ||
           sound_alike(left, right);
}
