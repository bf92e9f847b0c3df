/* Keys of Latin tokens, from their letters to what is packed for the index. */
#include "asking.h"

#include <stdlib.h>
#include <string.h>

#define CHECKS_SIZE 8
#define EIGHT 8
#define FIRST_ROOM 1024
#define NASAL_A 0x105
#define NASAL_E 0x119
#define MOST_READ 96 /* of a form: by six families, as it stands or in several spellings */
#define MOST_KEY (MOST_SPELT * MOST_OF_READING)
#define LEAST_BONES 3

enum { FOLD, FINE, DEEP, CODE };

static int is_same(const void *left, const void *right, size_t size) {
    uint64_t a, b;
    if (size != sizeof a) return memcmp(left, right, size) == 0;
    memcpy(&a, left, sizeof a);
    memcpy(&b, right, sizeof b);
    return a == b;
}

/* Find the packed key of a level and content, NULL for none. */
static uint8_t *find_packed(const Packed *packed, uint32_t level, const void *content, size_t size) {
    KeyHead head;
    for (size_t at = 0; at < packed->n;) {
        memcpy(&head, packed->at + at, sizeof head);
        uint8_t *own = packed->at + at + sizeof head;
        if (head.level == level && head.size == size && is_same(own, content, size))
            return packed->at + at;
        at += sizeof head + (head.size + EIGHT - 1) / EIGHT * EIGHT;
    }
    return NULL;
}

static int add_packed(Packed *packed, uint32_t level, const void *content, size_t size,
                      double estimate) {
    KeyHead head = {estimate, level, (uint32_t)size};
    uint8_t *known = find_packed(packed, level, content, size);
    if (known) {
        double before;
        memcpy(&before, known, sizeof before);
        if (before < estimate) memcpy(known, &estimate, sizeof estimate);
        return 0;
    }
    size_t filled = (size + EIGHT - 1) / EIGHT * EIGHT, whole = sizeof head + filled;
    if (packed->n + whole > packed->room) {
        size_t room = 2 * (packed->n + whole) + FIRST_ROOM;
        uint8_t *grown = realloc(packed->at, room);
        if (grown == NULL) return -1;
        packed->at = grown;
        packed->room = room;
    }
    uint8_t *to = packed->at + packed->n;
    memcpy(to, &head, sizeof head);
    memset(to + sizeof head, 0, filled);
    memcpy(to + sizeof head, content, size);
    packed->n += whole;
    return 0;
}

static int add_checks(Packed *packed, uint32_t level, const char *key, size_t n, double estimate) {
    const uint8_t *bytes = (const uint8_t *)key;
    uint32_t checks[2] = {crc32_of(bytes, n), crc32_reversed(bytes, n)};
    return add_packed(packed, level, checks, CHECKS_SIZE, estimate);
}

/* Distinct keys of one level, in sorted order. */
typedef struct { char at[MOST_READ][MOST_KEY]; size_t sizes[MOST_READ], order[MOST_READ], n; } Keys;

static int compare(const char *a, size_t n, const char *b, size_t m) {
    int found = memcmp(a, b, n < m ? n : m);
    return found ? found : (n > m) - (n < m);
}

static void add_key(Keys *keys, const char *key, size_t n) {
    size_t at = keys->n;
    for (; at > 0; at--) {
        size_t other = keys->order[at - 1];
        int found = compare(key, n, keys->at[other], keys->sizes[other]);
        if (found == 0) return;
        if (found > 0) break;
    }
    memmove(keys->order + at + 1, keys->order + at, (keys->n - at) * sizeof *keys->order);
    keys->order[at] = keys->n;
    memcpy(keys->at[keys->n], key, n);
    keys->sizes[keys->n++] = n;
}

typedef struct { Keys fine, deep; size_t sounds; } FormKeys;

static void add_sound_keys(const char *sound, size_t n, FormKeys *found) {
    const uint8_t *heard = (const uint8_t *)sound;
    char key[MOST_KEY];
    if (n == 0 || found->sounds == MOST_READ) return;
    found->sounds++;
    if (is_telling_sound(heard, n)) add_key(&found->fine, key, write_fine_key(heard, n, key));
    size_t bones = write_deep_key(heard, n, key);
    if (bones >= LEAST_BONES) add_key(&found->deep, key, bones);
}

static void read_families(const Graphemes *graphemes, const uint8_t *letters, size_t n,
                          FormKeys *found) {
    char sound[MOST_KEY];
    const Node *nodes[MOST_SPELT];
    size_t cut = cut_graphemes(graphemes, letters, n, nodes);
    for (int family = 0; family < FAMILIES; family++)
        add_sound_keys(sound, read_graphemes(nodes, cut, family, sound), found);
}

/* A form as it is heard and in plain letters; `heard_nasals` has n behind a nasal vowel. */
typedef struct {
    uint8_t heard[MOST_SPELT + MOST_OF_LETTER], heard_nasals[MOST_SPELT + MOST_OF_LETTER];
    char plain[MOST_SPELT * MOST_OF_LETTER];
    size_t heard_size, nasals_size, plain_size;
    int has_nasals, is_latin;
} Spelling;

static int add_letter(const Letter *letter, uint32_t code, Spelling *spelling) {
    int nasal = code == NASAL_A ? 'o' : code == NASAL_E ? 'e' : 0;
    if (!letter->is_known) return 1;
    memcpy(spelling->heard + spelling->heard_size, letter->heard, letter->heard_size);
    spelling->heard_size += letter->heard_size;
    memcpy(spelling->plain + spelling->plain_size, letter->plain, letter->plain_size);
    spelling->plain_size += letter->plain_size;
    if (nasal) {
        spelling->has_nasals = 1;
        spelling->heard_nasals[spelling->nasals_size++] = (uint8_t)nasal;
        spelling->heard_nasals[spelling->nasals_size++] = 'n';
    } else {
        memcpy(spelling->heard_nasals + spelling->nasals_size, letter->heard, letter->heard_size);
        spelling->nasals_size += letter->heard_size;
    }
    spelling->is_latin |= letter->is_latin;
    return spelling->heard_size > MOST_SPELT || spelling->nasals_size > MOST_SPELT;
}

/* Spell a form by its letters; return 1 where it has one that is not in the alphabet. */
static int spell(const Alphabet *alphabet, Bytes form, Spelling *spelling) {
    uint32_t letters[MOST_SPELT];
    size_t n = letters_of(form, letters, MOST_SPELT);
    *spelling = (Spelling){.heard_size = 0};
    if (n > MOST_SPELT) return 1;
    for (size_t i = 0; i < n; i++) {
        if (letters[i] >= ALPHABET_END) return 1;
        if (add_letter(&alphabet->letters[letters[i]], letters[i], spelling)) return 1;
    }
    return !spelling->is_latin;
}

static void hear_spelling(const Graphemes *graphemes, Spelling *spelling, FormKeys *found) {
    read_families(graphemes, spelling->heard, spelling->heard_size, found);
    if (mark_semivowels(spelling->heard, spelling->heard_size))
        read_families(graphemes, spelling->heard, spelling->heard_size, found);
    if (spelling->has_nasals)
        read_families(graphemes, spelling->heard_nasals, spelling->nasals_size, found);
}

static int is_plain(Bytes form) {
    for (size_t i = 0; i < form.n; i++)
        if (form.at[i] >= 0x80) return 0;
    return 1;
}

int hear_form(const Alphabet *alphabet, Bytes form, Heard *heard) {
    const Graphemes *graphemes = alphabet->graphemes;
    Spelling spelling;
    heard->n = 0;
    if (form.n == 0 || form.n > MOST_SPELT * MOST_OF_LETTER) return 1;
    if (is_plain(form)) {
        if (form.n > MOST_SPELT) return 1;
        hear(graphemes, form.at, form.n, heard);
        return 0;
    }
    if (spell(alphabet, form, &spelling)) return 1;
    hear_families(graphemes, spelling.heard, spelling.heard_size, heard);
    if (mark_semivowels(spelling.heard, spelling.heard_size))
        hear_families(graphemes, spelling.heard, spelling.heard_size, heard);
    if (spelling.has_nasals)
        hear_families(graphemes, spelling.heard_nasals, spelling.nasals_size, heard);
    return heard->n == 0;
}

static int add_keys(const Keys *keys, uint32_t level, double estimate, Packed *packed) {
    for (size_t i = 0; i < keys->n; i++) {
        size_t at = keys->order[i];
        if (add_checks(packed, level, keys->at[at], keys->sizes[at], estimate)) return -1;
    }
    return 0;
}

static int add_form(const Alphabet *alphabet, Bytes folded, double trust, const FormKeys *found,
                    Packed *packed) {
    const Estimates *estimates = &alphabet->estimates;
    if (add_packed(packed, FOLD, folded.at, folded.n, trust * estimates->folded) ||
        add_keys(&found->fine, FINE, trust * estimates->fine, packed) ||
        add_keys(&found->deep, DEEP, trust * estimates->deep, packed))
        return -1;
    return 0;
}

static int hear_told(const Alphabet *alphabet, const Told *told, FormKeys *found) {
    if (told->sound_count + FAMILIES * told->spelt_count > MOST_READ) return 1;
    for (size_t i = 0; i < told->sound_count; i++) {
        Bytes sound = told->sounds[i];
        if (sound.n > MOST_KEY || !is_plain(sound)) return 1;
        add_sound_keys((const char *)sound.at, sound.n, found);
    }
    for (size_t i = 0; i < told->spelt_count; i++) {
        Bytes spelt = told->spelt[i];
        if (spelt.n > MOST_SPELT || !is_plain(spelt)) return 1;
        read_families(alphabet->graphemes, spelt.at, spelt.n, found);
    }
    return found->sounds == 0;
}

int ask_told(const Alphabet *alphabet, const Told *told, double trust, int with_sounds,
             Packed *packed) {
    FormKeys found;
    found.fine.n = found.deep.n = found.sounds = 0;
    if (with_sounds && hear_told(alphabet, told, &found)) return 1;
    return add_form(alphabet, told->folded, trust, &found, packed);
}

int ask_form(const Alphabet *alphabet, Bytes form, double trust, int with_sounds, Packed *packed) {
    FormKeys found;
    Spelling spelling;
    Bytes folded = form;
    found.fine.n = found.deep.n = found.sounds = 0;
    if (form.n == 0 || form.n > MOST_SPELT * MOST_OF_LETTER) return 1;
    if (is_plain(form)) {
        Heard heard;
        if (form.n > MOST_SPELT) return 1;
        if (with_sounds) hear(alphabet->graphemes, form.at, form.n, &heard);
        for (size_t i = 0; with_sounds && i < heard.n; i++)
            add_sound_keys(heard.at[i], heard.sizes[i], &found);
    } else {
        if (spell(alphabet, form, &spelling)) return 1;
        folded = (Bytes){(const uint8_t *)spelling.plain, spelling.plain_size};
        if (with_sounds) hear_spelling(alphabet->graphemes, &spelling, &found);
        if (with_sounds && found.sounds == 0) return 1;
    }
    return add_form(alphabet, folded, trust, &found, packed);
}

int fold_form(const Alphabet *alphabet, Bytes form, Folded *folded) {
    Spelling spelling;
    int plain = is_plain(form);
    if (plain ? form.n > MOST_SPELT : spell(alphabet, form, &spelling)) return 1;
    folded->n = plain ? form.n : spelling.plain_size;
    memcpy(folded->at, plain ? form.at : (const uint8_t *)spelling.plain, folded->n);
    return 0;
}

int ask_code(const Alphabet *alphabet, Bytes code, Packed *packed) {
    return add_checks(packed, CODE, (const char *)code.at, code.n, alphabet->estimates.code);
}
