/* Reading strings and lists of an index file, and the text in them. */
#include "core.h"

#include <string.h>

/* Ask for the slot at which a string is looked for. */
void fetch_string(const Dictionary *dictionary, Bytes string) {
    size_t slots = dictionary->slots.n;
    if (slots) SOON(&dictionary->slots.at[crc32_of(string.at, string.n) & (slots - 1)]);
}

uint32_t find_string(const Dictionary *dictionary, Bytes string) {
    size_t slots = dictionary->slots.n;
    if (slots == 0 || (slots & (slots - 1))) return NO_NUMBER;
    uint32_t check = crc32_of(string.at, string.n), low = (uint32_t)(slots - 1);
    size_t slot = check & low;
    for (size_t tried = 0; tried < slots; tried++, slot = (slot + 1) & low) {
        uint32_t number = dictionary->slots.at[slot] & low;
        if (number == 0) return NO_NUMBER;
        if ((dictionary->slots.at[slot] ^ check) & ~low) continue;
        Bytes here = string_at(&dictionary->strings, number - 1);
        if (here.at && here.n == string.n && memcmp(here.at, string.at, here.n) == 0)
            return number - 1;
    }
    return NO_NUMBER;
}

/* index/snapshot/keyed.py */
uint32_t find_key(const Keyed *keyed, uint32_t check, uint32_t print) {
    size_t buckets = keyed->buckets.n ? keyed->buckets.n - 1 : 0;
    if (buckets == 0 || (buckets & (buckets - 1))) return NO_NUMBER;
    size_t bucket = check & (buckets - 1);
    uint32_t start = keyed->buckets.at[bucket], end = keyed->buckets.at[bucket + 1];
    for (; start < end && start < keyed->prints.n; start++)
        if (keyed->prints.at[start] == print) return start;
    return NO_NUMBER;
}

/* Return how many code points UTF-8 has; write the first `room` of them. A byte that is not UTF-8
 * counts as one. */
size_t letters_of(Bytes string, uint32_t *letters, size_t room) {
    size_t n = 0, i = 0;
    while (i < string.n) {
        uint32_t lead = string.at[i], letter = lead;
        size_t more = lead < 0xC0 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF8 ? 3 : 0;
        if (more && i + more < string.n) {
            letter = lead & (0x3Fu >> more);
            for (size_t k = 1; k <= more; k++) letter = letter << 6 | (string.at[i + k] & 0x3Fu);
        } else {
            more = 0;
        }
        if (n < room) letters[n] = letter;
        n++;
        i += more + 1;
    }
    return n;
}

size_t encode_letter(uint32_t letter, uint8_t *bytes) {
    if (letter < 0x80) {
        bytes[0] = (uint8_t)letter;
        return 1;
    }
    static const uint32_t leads[] = {0x00, 0xC0, 0xE0, 0xF0};
    size_t more = letter < 0x800 ? 1 : letter < 0x10000 ? 2 : 3;
    bytes[0] = (uint8_t)(leads[more] | letter >> (6 * more));
    for (size_t k = 1; k <= more; k++)
        bytes[k] = (uint8_t)(0x80u | (letter >> (6 * (more - k)) & 0x3Fu));
    return more + 1;
}
