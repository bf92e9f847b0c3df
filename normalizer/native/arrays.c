/* Reading strings and lists of an index file, and the text in them. */
#include "core.h"

#include <string.h>

static const uint32_t *crc_table(void) {
    /* The table of CRC-32 as zlib has it, four bits at a time: small enough to stand here. */
    static const uint32_t table[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4,
        0x4db26158, 0x5005713c, 0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    return table;
}

uint32_t crc32_more(uint32_t crc, const uint8_t *bytes, size_t n) {
    const uint32_t *table = crc_table();
    crc = ~crc;
    for (size_t i = 0; i < n; i++) {
        crc ^= bytes[i];
        crc = (crc >> 4) ^ table[crc & 15];
        crc = (crc >> 4) ^ table[crc & 15];
    }
    return ~crc;
}

/* The checksum of bytes from the last to the first. */
uint32_t crc32_reversed(const uint8_t *bytes, size_t n) {
    uint32_t crc = 0;
    while (n-- > 0) crc = crc32_more(crc, bytes + n, 1);
    return crc;
}

uint32_t crc32_of(const uint8_t *bytes, size_t n) { return crc32_more(0, bytes, n); }

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
