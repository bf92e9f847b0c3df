/* Latin letters as each family reads them, and the keys of what is heard. */
#include "sounds.h"

#include <stdlib.h>
#include <string.h>

/* Return the node of a grapheme, made where it lacks; NULL without memory. All are letters below
 * `SOUND_CODES`. */
Node *grow_to(Graphemes *graphemes, const uint8_t *letters, size_t n) {
    size_t at = 0;
    for (size_t i = 0; i <= n; i++) {
        if (graphemes->n == graphemes->room) {
            size_t room = graphemes->room ? 2 * graphemes->room : 64;
            Node *grown = room > UINT16_MAX ? NULL : realloc(graphemes->nodes, room * sizeof *grown);
            if (grown == NULL) return NULL;
            graphemes->nodes = grown;
            graphemes->room = room;
        }
        if (graphemes->n == 0) memset(&graphemes->nodes[graphemes->n++], 0, sizeof(Node));
        if (i == n) break;
        uint16_t next = graphemes->nodes[at].next[letters[i]];
        if (next == 0) {
            next = (uint16_t)graphemes->n++;
            memset(&graphemes->nodes[next], 0, sizeof(Node));
            graphemes->nodes[at].next[letters[i]] = next;
        }
        at = next;
    }
    return &graphemes->nodes[at];
}

/* Return the longest grapheme that letters begin with, and its size; NULL for none. */
static const Node *longest_at(const Graphemes *graphemes, const uint8_t *letters, size_t n,
                              size_t *size) {
    const Node *found = NULL;
    size_t at = 0;
    for (size_t i = 0; i < n && graphemes->n; i++) {
        if (letters[i] >= SOUND_CODES) break;
        at = graphemes->nodes[at].next[letters[i]];
        if (at == 0) break;
        if (graphemes->nodes[at].is_grapheme) {
            found = &graphemes->nodes[at];
            *size = i + 1;
        }
    }
    return found;
}

/* Write what a family reads in letters, at most `MOST_OF_READING` for each of them; letters of no
 * grapheme are silent. */
size_t read_as(const Graphemes *graphemes, int family, const uint8_t *letters, size_t n,
               char *sound) {
    size_t written = 0;
    for (size_t i = 0; i < n;) {
        size_t size = 1;
        const Node *node = longest_at(graphemes, letters + i, n - i, &size);
        if (node) {
            memcpy(sound + written, node->readings[family], node->sizes[family]);
            written += node->sizes[family];
        }
        i += size;
    }
    return written;
}

#define UPPER 64 /* all small letters of ASCII are in the upper half of 128 bits */
#define BIT(letter) (1ull << ((letter) - UPPER))
#define VOWELS (BIT('a') | BIT('e') | BIT('i') | BIT('o') | BIT('u') | BIT('y') | BIT('j'))

static int is_vowel(uint8_t letter) {
    return letter >= UPPER && letter < 2 * UPPER && (VOWELS >> (letter - UPPER) & 1);
}

static int is_glide(uint8_t letter) { return letter == 'i' || letter == 'j' || letter == 'y'; }

static int is_open(uint8_t letter) {
    return letter == 'a' || letter == 'e' || letter == 'o' || letter == 'u';
}

static char class_of(uint8_t letter) {
    if (letter == 'o') return 'a';
    return letter == 'e' || letter == 'y' || letter == 'j' ? 'i' : (char)letter;
}

static int is_plain_vowel(uint8_t letter) { return letter != 'j' && is_vowel(letter); }

/* Belarusian y with breve is written u: behind an a, e or o and before no vowel. */
int mark_semivowels(uint8_t *letters, size_t n) {
    int found = 0;
    for (size_t i = 1; i < n; i++) {
        uint8_t before = letters[i - 1];
        if (letters[i] != 'u' || (before != 'a' && before != 'e' && before != 'o')) continue;
        if (i + 1 < n && is_plain_vowel(letters[i + 1])) continue;
        letters[i] = 'W';
        found = 1;
    }
    return found;
}

static void add_sound(Heard *heard, const char *sound, size_t n) {
    for (size_t i = 0; i < heard->n; i++)
        if (heard->sizes[i] == n && memcmp(heard->at[i], sound, n) == 0) return;
    memcpy(heard->at[heard->n], sound, n);
    heard->sizes[heard->n++] = n;
}

/* Cut up to `MOST_SPELT` letters into graphemes, which are the same for all families; say how many. */
size_t cut_graphemes(const Graphemes *graphemes, const uint8_t *letters, size_t n, const Node **found) {
    size_t cut = 0;
    for (size_t i = 0; i < n && cut < MOST_SPELT;) {
        size_t size = 1;
        const Node *node = longest_at(graphemes, letters + i, n - i, &size);
        if (node) found[cut++] = node;
        i += size;
    }
    return cut;
}

/* Write what a family reads in graphemes. */
size_t read_graphemes(const Node *const *graphemes, size_t n, int family, char *sound) {
    size_t written = 0;
    for (size_t i = 0; i < n; i++)
        for (uint8_t k = 0; k < graphemes[i]->sizes[family]; k++)
            sound[written++] = graphemes[i]->readings[family][k];
    return written;
}

/* Add what families read in letters. */
void hear_families(const Graphemes *graphemes, const uint8_t *letters, size_t n, Heard *heard) {
    char sound[MOST_SPELT * MOST_OF_READING];
    const Node *nodes[MOST_SPELT];
    size_t cut = cut_graphemes(graphemes, letters, n, nodes);
    for (int family = 0; family < FAMILIES; family++) {
        size_t size = read_graphemes(nodes, cut, family, sound);
        if (size) add_sound(heard, sound, size);
    }
}

/* Hear a token of plain ASCII, of `MOST_SPELT` letters at most. One without letters stands for
 * itself. */
void hear(const Graphemes *graphemes, const uint8_t *token, size_t n, Heard *heard) {
    uint8_t letters[MOST_SPELT];
    size_t digits = 0;
    heard->n = 0;
    while (digits < n && token[digits] >= '0' && token[digits] <= '9') digits++;
    if (digits < n) {
        hear_families(graphemes, token, n, heard);
        memcpy(letters, token, n);
        if (mark_semivowels(letters, n)) hear_families(graphemes, letters, n, heard);
    }
    if (heard->n == 0 && n) add_sound(heard, (const char *)token, n);
}

/* Whether a sound tells enough for a fine key. */
int is_telling_sound(const uint8_t *sound, size_t n) {
    size_t consonants = 0;
    for (size_t i = 0; i < n; i++) consonants += !is_vowel(sound[i]);
    return consonants >= 2 || n >= 4;
}

static void add_once(char *key, size_t *n, char letter) {
    if (*n == 0 || key[*n - 1] != letter) key[(*n)++] = letter;
}

/* Glides before an open vowel are left out, the others are vowels of three classes. */
size_t write_fine_key(const uint8_t *sound, size_t n, char *key) {
    size_t written = 0;
    for (size_t i = 0; i < n; i++) {
        size_t end = i;
        while (end < n && is_glide(sound[end])) end++;
        if (end > i && end < n && is_open(sound[end])) i = end;
        add_once(key, &written, class_of(sound[i]));
    }
    return written;
}

size_t write_deep_key(const uint8_t *sound, size_t n, char *key) {
    size_t written = 0;
    for (size_t i = 0; i < n; i++) {
        uint8_t letter = sound[i];
        if (i == 0 && letter == 'u' && n > 1 && !is_vowel(sound[1])) letter = 'v';
        if (is_vowel(letter)) continue;
        if (letter == 'd' && i + 1 < n && sound[i + 1] == 's') i++;
        add_once(key, &written, letter == 'c' ? 't' : (char)letter);
    }
    return written;
}
