/* The native kernel over the arrays of an index file. Nothing here knows of Python.
 *
 * Every number read from an array is checked before it is used to read another: a file with right
 * checksums and wrong content gives wrong answers at worst, never a read out of bounds. Functions
 * that may lack memory return -1 then, else 0, and free what they had taken.
 *
 * The same answers come from the Python modules named beside each part, to the last bit: both do
 * the same operations on doubles in the same order.
 */
#ifndef NAMENORM_CORE_H
#define NAMENORM_CORE_H

#include <stddef.h>
#include <stdint.h>

#define NO_NUMBER UINT32_MAX
#define LEVELS 3
#define END_LETTERS 8

/* What is read soon: the arrays are wider than any cache, and one read must not wait for another. The
 * empty instruction is there because GCC leaves out calls of functions that do nothing but this. */
#if defined(__GNUC__)
#define SOON(address)                 \
    do {                              \
        __builtin_prefetch(address);  \
        __asm__ volatile("");         \
    } while (0)
#else
#define SOON(address) ((void)(address))
#endif

typedef struct { const uint32_t *at; size_t n; } Numbers;
typedef struct { const uint8_t *at; size_t n; } Bytes;
typedef struct { const uint16_t *at; size_t n; } Halves;
typedef struct { Numbers starts; Bytes heap; } Heap;
typedef struct { Heap strings; Numbers slots; } Dictionary;
typedef struct { Numbers starts, members; } Lists;
typedef struct { Numbers buckets, prints; Lists lists; } Keyed;

typedef struct {
    Dictionary words;
    Keyed keys[LEVELS]; /* fine, deep, code */
    Lists fold, deletions, postings, tokens;
    Numbers owners, sizes, folds;
    Numbers bags; /* two for each entry, the lower half first */
    Halves traits; /* of each word where it is plain, and more: names/plain.py */
    Numbers entities; /* whose each entry is */
    Heap ids;
    Lists exact, folded; /* entries by the checksum of their words */
} Index;

typedef struct { uint32_t word; uint32_t unused; double estimate; } Reached;
typedef struct { Reached *at; size_t n, room; } ReachedList;
typedef struct { double likeness; uint32_t form; } Near;
typedef struct { Near *at; size_t n, room; } NearList;
typedef struct { double nearness; uint32_t position; } Hit;

/* index/snapshot/{dictionary,lists}.py, here because they are read a thousand times for a name. */
static inline Numbers list_at(const Lists *lists, uint32_t number) {
    Numbers none = {NULL, 0};
    if ((size_t)number + 1 >= lists->starts.n) return none;
    uint32_t start = lists->starts.at[number], end = lists->starts.at[number + 1];
    if (start > end || end > lists->members.n) return none;
    return (Numbers){lists->members.at + start, end - start};
}

static inline Bytes string_at(const Heap *heap, uint32_t number) {
    Bytes none = {NULL, 0};
    if ((size_t)number + 1 >= heap->starts.n) return none;
    uint32_t start = heap->starts.at[number], end = heap->starts.at[number + 1];
    if (start > end || end > heap->heap.n) return none;
    return (Bytes){heap->heap.at + start, end - start};
}

/* Ask for where a list starts, and for its first members once that is there. */
static inline void fetch_list(const Lists *lists, uint32_t number) {
    if (number < lists->starts.n) SOON(&lists->starts.at[number]);
}

static inline void fetch_members(const Lists *lists, uint32_t number) {
    Numbers list = list_at(lists, number);
    if (list.n) SOON(list.at);
}

static inline Bytes id_of(const Index *index, uint32_t entry) {
    Bytes none = {NULL, 0};
    return entry < index->entities.n ? string_at(&index->ids, index->entities.at[entry]) : none;
}

/* crc32.c */
uint32_t crc32_of(const uint8_t *bytes, size_t n);
uint32_t crc32_more(uint32_t crc, const uint8_t *bytes, size_t n);
uint32_t crc32_reversed(const uint8_t *bytes, size_t n);
/* arrays.c: index/snapshot/{dictionary,keyed}.py */
void fetch_string(const Dictionary *dictionary, Bytes string);
uint32_t find_string(const Dictionary *dictionary, Bytes string);
uint32_t find_key(const Keyed *keyed, uint32_t check, uint32_t print);
size_t letters_of(Bytes string, uint32_t *letters, size_t room);
size_t encode_letter(uint32_t letter, uint8_t *bytes);

/* spelling.c: index/spelling.py and index/snapshot/deletions.py */
typedef void (*RestSink)(void *context, uint32_t check);
void each_rest(const uint32_t *letters, size_t n, RestSink sink, void *context);
int find_misspelt(const Index *index, Bytes folded, size_t limit, NearList *found);

/* rarity.c: index/rarity.py */
#define SPAN 0.9
double rarity_of(uint32_t owners, double log_entities);
double share_of(size_t tokens, double log_entities);

/* reach.c: index/vocabulary.py */

/* A key is a head and `size` bytes, filled up to eighths: the folded form of level 0, the two
 * checksums of a sound key or code. */
typedef struct { double estimate; uint32_t level, size; } KeyHead;
int reach_keys(const Index *index, Bytes keys, double log_entities, ReachedList *reached);
int reach_misspelt(const Index *index, Bytes folded, size_t limit, ReachedList *reached);
int settle_reached(ReachedList *reached);

/* gather.c: index/nearness.py and index/rarity.py */
typedef struct {
    const ReachedList *words; /* what each word asked for reaches */
    size_t word_count;
    double log_entities;
    size_t length; /* tokens of the name */
    size_t limit;
    int are_gains; /* what is reached comes with gains, not with estimates */
} Query;
int gather(const Index *index, const Query *query, Hit *hits, size_t *found);
size_t keep_first(Hit *hits, size_t n, size_t limit);

/* outline.c: index/outline.py */
#define LINES 3
#define MOST_OUTLINES 2
typedef struct { Bytes at[LINES]; } Outline; /* words as they stand, sorted, as one word */
int rank_by_outline(const Index *index, const Outline *names, size_t count, double least, Hit *hits,
                    size_t *n);

/* bags.c: index/snapshot/bags.py */
uint64_t bag_of(const Index *index, uint32_t entry);

/* meeting.c: index/meeting.py */
#define MOST_SLOTS 16
typedef struct { Numbers tokens, initials; } MeetingSlot;
typedef struct { uint32_t *at; size_t n, limit; int is_more; } Meeting;
int find_meeting(const Index *index, const MeetingSlot *slots, size_t n, Numbers wholes,
                 Meeting *found);

/* matching.c: index/snapshot/snapshot.py */
#define MOST_WORDING 512
typedef struct { uint32_t at[MOST_WORDING]; size_t n; } Wording;
int read_wording(const Index *index, Bytes form, Wording *wording);
Numbers wording_bucket(const Index *index, const Wording *wording, int is_folded);
int has_wording(const Index *index, uint32_t entry, const Wording *wording, int is_folded);

/* distance.c: distance.py */
#define MOST_SOUNDS 40
#define SOUND_CODES 128
typedef struct {
    double substitute[SOUND_CODES][SOUND_CODES], indel[SOUND_CODES];
} Costs;
double sound_distance(const Costs *costs, const uint32_t *left, size_t n, const uint32_t *right,
                      size_t m);

#endif
