/* Folded forms that are spelt nearly alike: found by rests, compared by their letters in common. */
#include "letters.h"

#include <stdlib.h>
#include <string.h>

#define UNPAIRED 7 /* of 25 letters: what may find no partner */
#define OF 25
#define DROPPED 2
#define SHORT 5
#define OF_TAIL '$'

typedef struct { size_t start, stop; } Sizes;

static Sizes rest_sizes(size_t length) {
    size_t longest = END_LETTERS - DROPPED;
    if (length >= END_LETTERS) return (Sizes){longest, longest + 1};
    size_t dropped = length <= SHORT ? 1 : DROPPED;
    if (length <= dropped) return (Sizes){1, 1};
    return (Sizes){length - dropped, (length < longest ? length : longest) + 1};
}

/* The same for forms of more than one word of bits, letter by letter. */
static size_t common_of_long(const uint32_t *left, size_t n, const uint32_t *right, size_t m) {
    uint16_t row[MOST_LETTERS + 1] = {0};
    for (size_t i = 0; i < n; i++) {
        uint16_t before = 0;
        for (size_t j = 0; j < m; j++) {
            uint16_t above = row[j + 1];
            if (left[i] == right[j]) row[j + 1] = (uint16_t)(before + 1);
            else if (row[j] > above) row[j + 1] = row[j];
            before = above;
        }
    }
    return row[m];
}

static int shares_a_rest(const Form *form, const uint32_t *letters, size_t n) {
    Sizes own = rest_sizes(form->n), other = rest_sizes(n);
    size_t least = own.start > other.start ? own.start : other.start;
    if (least >= (own.stop < other.stop ? own.stop : other.stop)) return 0;
    size_t width = form->n < END_LETTERS ? form->n : END_LETTERS;
    size_t head = n < END_LETTERS ? n : END_LETTERS;
    if (common_letters(form, 0, width, letters, head) >= least) return 1;
    if (form->n <= END_LETTERS || n <= END_LETTERS) return 0;
    const uint32_t *tail = letters + n - END_LETTERS;
    if (form->n <= ONE_WORD)
        return common_letters(form, form->n - END_LETTERS, END_LETTERS, tail, END_LETTERS) >= least;
    const uint32_t *own_tail = form->letters + form->n - END_LETTERS;
    return common_of_long(own_tail, END_LETTERS, tail, END_LETTERS) >= least;
}

/* Return the likeness of a form and a string of the index, 0 when they are not near. */
static double nearness_of(const Form *form, Bytes string) {
    uint32_t letters[MOST_LETTERS];
    if (string.at == NULL || string.n > 4 * MOST_LETTERS) return 0.0;
    if (string.n < form->n / 4 || form->n == 0) return 0.0;
    size_t n = letters_of(string, letters, MOST_LETTERS);
    if (n > MOST_LETTERS) return 0.0;
    size_t total = form->n + n, least = form->n < n ? form->n : n;
    if (OF * (total - 2 * least) > UNPAIRED * total) return 0.0;
    size_t common = form->n <= ONE_WORD ? common_letters(form, 0, form->n, letters, n)
                                        : common_of_long(form->letters, form->n, letters, n);
    size_t unpaired = total - 2 * common;
    if (OF * unpaired > UNPAIRED * total || !shares_a_rest(form, letters, n)) return 0.0;
    return 1.0 - (double)unpaired / (double)total;
}

typedef struct { RestSink sink; void *context; int is_tail; } Rests;

/* Every way to keep `left` of the letters, in order; the checksum grows with the letters kept. */
static void keep_letters(const uint32_t *letters, size_t n, size_t left, uint32_t crc,
                         const Rests *rests) {
    if (left == 0) {
        uint8_t mark = OF_TAIL;
        rests->sink(rests->context, rests->is_tail ? crc32_more(crc, &mark, 1) : crc);
        return;
    }
    for (size_t i = 0; i + left <= n; i++) {
        uint8_t bytes[4];
        size_t size = encode_letter(letters[i], bytes);
        keep_letters(letters + i + 1, n - i - 1, left - 1, crc32_more(crc, bytes, size), rests);
    }
}

/* Give the checksum of every rest of a form, some of them twice. */
void each_rest(const uint32_t *letters, size_t n, RestSink sink, void *context) {
    Sizes sizes = rest_sizes(n);
    size_t head = n < END_LETTERS ? n : END_LETTERS;
    Rests rests = {sink, context, 0};
    for (size_t size = sizes.start; size < sizes.stop; size++)
        keep_letters(letters, head, size, 0, &rests);
    if (n <= END_LETTERS) return;
    rests.is_tail = 1;
    keep_letters(letters + n - END_LETTERS, END_LETTERS, sizes.start, 0, &rests);
}

/* Rests of two ends of eight letters, two of each dropped; of shorter forms there are fewer. */
#define MOST_CHECKS 128
#define MEMBERS_READ 16 /* by one read of memory */
#define AT_ONCE 64

typedef struct { uint32_t at[MOST_CHECKS], mask; size_t n; const Lists *lists; } Checks;

static void take_check(void *context, uint32_t check) {
    Checks *checks = context;
    if (checks->n == MOST_CHECKS) return;
    fetch_list(checks->lists, check & checks->mask);
    checks->at[checks->n++] = check;
}

/* The bits of a listing that are a number: as many as words or buckets need. */
static uint32_t number_bits(const Index *index) {
    uint32_t words = (uint32_t)(index->words.strings.starts.n ? index->words.strings.starts.n - 1 : 0);
    uint32_t low = words | (uint32_t)(index->deletions.starts.n - 2);
    for (int by = 1; by < 32; by *= 2) low |= low >> by;
    return low;
}

typedef struct { uint32_t *at; size_t n; } Gathered;

/* All forms that seem to have one of the rests, as often as they do; -1 without memory. */
static int gather_forms(const Index *index, const Checks *checks, Gathered *gathered) {
    const Lists *lists = checks->lists;
    uint32_t low = number_bits(index);
    size_t total = 0;
    for (size_t i = 0; i < checks->n; i++) {
        Numbers listed = list_at(lists, checks->at[i] & checks->mask);
        for (size_t k = 0; k < listed.n; k += MEMBERS_READ) SOON(&listed.at[k]);
        if (listed.n) SOON(&listed.at[listed.n - 1]);
        total += listed.n;
    }
    *gathered = (Gathered){malloc(total * sizeof *gathered->at + 1), 0};
    if (gathered->at == NULL) return -1;
    for (size_t i = 0; i < checks->n; i++) {
        Numbers listed = list_at(lists, checks->at[i] & checks->mask);
        for (size_t k = 0; k < listed.n; k++) {
            gathered->at[gathered->n] = listed.at[k] & low;
            gathered->n += (listed.at[k] ^ checks->at[i]) <= low;
        }
    }
    return 0;
}

/* Leave each form once; -1 without memory. */
static int leave_once(Gathered *gathered, const Heap *strings) {
    size_t slots = 16, kept = 0;
    while (slots < 2 * gathered->n) slots *= 2;
    uint32_t *seen = calloc(slots, sizeof *seen);
    if (seen == NULL) return -1;
    for (size_t i = 0; i < gathered->n; i++) {
        uint32_t number = gathered->at[i];
        size_t slot = number * 2654435761u & (slots - 1);
        while (seen[slot] && seen[slot] != number + 1) slot = (slot + 1) & (slots - 1);
        if (seen[slot] || number >= strings->starts.n) continue;
        seen[slot] = number + 1;
        SOON(&strings->starts.at[number]);
        gathered->at[kept++] = number;
    }
    free(seen);
    gathered->n = kept;
    return 0;
}

static int by_likeness(const void *left, const void *right) {
    const Near *a = left, *b = right;
    if (a->likeness != b->likeness) return a->likeness < b->likeness ? 1 : -1;
    return (a->form > b->form) - (a->form < b->form);
}

/* One step is taken for some forms before the next one, so that no read waits for another. */
static void compare_all(const Heap *strings, const Form *form, const Gathered *gathered,
                        NearList *found) {
    for (size_t from = 0; from < gathered->n; from += AT_ONCE) {
        size_t to = from + AT_ONCE < gathered->n ? from + AT_ONCE : gathered->n;
        for (size_t i = from; i < to; i++) {
            Bytes string = string_at(strings, gathered->at[i]);
            if (string.n) SOON(string.at);
        }
        for (size_t i = from; i < to; i++) {
            uint32_t number = gathered->at[i];
            double likeness = nearness_of(form, string_at(strings, number));
            if (likeness > 0.0) found->at[found->n++] = (Near){likeness, number};
        }
    }
}

/* Find up to `limit` forms spelt nearly so, best first, ties in order; `found->at` is to be freed.
 */
int find_misspelt(const Index *index, Bytes folded, size_t limit, NearList *found) {
    size_t buckets = index->deletions.starts.n ? index->deletions.starts.n - 1 : 0;
    memset(found, 0, sizeof *found);
    Form form;
    form.n = letters_of(folded, form.letters, MOST_LETTERS);
    if (form.n > MOST_LETTERS || buckets == 0 || (buckets & (buckets - 1))) return 0;
    place_letters(&form);
    Checks rests = {{0}, (uint32_t)(buckets - 1), 0, &index->deletions};
    Gathered gathered;
    each_rest(form.letters, form.n, take_check, &rests);
    if (gather_forms(index, &rests, &gathered)) return -1;
    found->room = gathered.n + 1;
    found->at = malloc(found->room * sizeof *found->at);
    int failed = found->at == NULL || leave_once(&gathered, &index->words.strings);
    if (!failed) compare_all(&index->words.strings, &form, &gathered, found);
    free(gathered.at);
    if (failed) {
        free(found->at);
        found->at = NULL;
        return -1;
    }
    qsort(found->at, found->n, sizeof *found->at, by_likeness);
    if (found->n > limit) found->n = limit;
    return 0;
}
