/* What building an index file takes time for: hash tables, lists, listings under rests. */
#include "layout.h"

#include <stdlib.h>
#include <string.h>

/* index/snapshot/dictionary.py: `slots` has `size` zeros, a power of two over 3/2 of `n`. What a slot
 * needs not for a number are the same bits of the hash. */
void fill_slots(const uint32_t *hashes, size_t n, uint32_t *slots, size_t size) {
    for (size_t i = 0; i < n; i++) {
        size_t slot = hashes[i] & (size - 1);
        while (slots[slot]) slot = (slot + 1) & (size - 1);
        slots[slot] = (hashes[i] & ~(uint32_t)(size - 1)) | ((uint32_t)i + 1);
    }
}

/* index/snapshot/lists.py: `starts` has `lists` + 1 zeros. Return -1 for an owner out of range. */
int group_members(Numbers owners, const uint32_t *members, uint32_t *starts, size_t lists,
                  uint32_t *found) {
    for (size_t i = 0; i < owners.n; i++) {
        if (owners.at[i] >= lists) return -1;
        starts[owners.at[i] + 1]++;
    }
    for (size_t i = 0; i < lists; i++) starts[i + 1] += starts[i];
    /* While filling, each start is moved on; in the end each is that of the list after it. */
    for (size_t i = 0; i < owners.n; i++) found[starts[owners.at[i]]++] = members[i];
    memmove(starts + 1, starts, lists * sizeof *starts);
    starts[0] = 0;
    return 0;
}

typedef struct { uint32_t at[MOST_RESTS]; size_t n; } Checks;

static void take_check(void *context, uint32_t check) {
    Checks *checks = context;
    if (checks->n < MOST_RESTS) checks->at[checks->n++] = check;
}

static int by_number(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* index/snapshot/deletions.py: write the distinct checksums of a form's rests in order, say how many. */
size_t list_form(Bytes form, uint32_t *found) {
    uint32_t letters[MOST_FORM];
    Checks taken = {{0}, 0};
    size_t n = letters_of(form, letters, MOST_FORM), kept = 0;
    if (n > MOST_FORM) return 0;
    each_rest(letters, n, take_check, &taken);
    qsort(taken.at, taken.n, sizeof *taken.at, by_number);
    for (size_t i = 0; i < taken.n; i++)
        if (i == 0 || taken.at[i] != taken.at[i - 1]) found[kept++] = taken.at[i];
    return kept;
}

/* Cut the next form off; NULL for none. */
static Bytes next_form(Bytes *forms) {
    const uint8_t *end = forms->n ? memchr(forms->at, 0, forms->n) : NULL;
    if (end == NULL) return (Bytes){NULL, 0};
    Bytes form = {forms->at, (size_t)(end - forms->at)};
    forms->at += form.n + 1;
    forms->n -= form.n + 1;
    return form;
}

/* Lists of forms by bucket, in two readings: without `found` the members are counted in `starts`, which
 * has as many zeros as there are buckets and one more; then they are filled in. Return -1 for fewer forms
 * than numbers, or more members than there is room for. */
int list_forms(Bytes forms, const uint32_t *numbers, size_t n, Rows rows, uint32_t *starts,
               uint32_t *found, size_t room) {
    uint32_t own[MOST_RESTS];
    for (size_t i = 0; i < n; i++) {
        Bytes form = next_form(&forms);
        if (form.at == NULL) return -1;
        size_t listed = list_form(form, own);
        for (size_t k = 0; k < listed; k++) {
            uint32_t bucket = own[k] & (rows.buckets - 1);
            if (found == NULL) starts[bucket + 1]++;
            else if (starts[bucket] >= room) return -1;
            else found[starts[bucket]++] = (own[k] & ~rows.low) | (numbers[i] & rows.low);
        }
    }
    if (found == NULL) {
        for (size_t i = 0; i < rows.buckets; i++) starts[i + 1] += starts[i];
    } else { /* each start was moved to that of the list after it */
        memmove(starts + 1, starts, rows.buckets * sizeof *starts);
        starts[0] = 0;
    }
    return 0;
}
