/* The words of texts, known by number, and a text read into them. */
#ifndef NAMENORM_READING_H
#define NAMENORM_READING_H

#include <Python.h>

#include "interned.h"

/* What is known of a word by its letters, and of a gap (annotate/reader.py gives both). */
enum { CAPITAL = 1, ALL_CAPS = 2, DIGITS = 4, SHORT = 8, OF_ADDRESS = 16 };
enum {
    OPENS = 1, JOINS = 2, TO_NUMBER = 4, DOT = 8, DOT_ALONE = 16, QUOTE = 32, SIGN = 64, LINE = 128,
    PLAIN = 256, WEB = 512
};

enum { OF_MAIL_OR_PATH = 1, OF_WEB = 2 };

/* Of a raw token; `left` are how many parts there are from this one on. */
typedef struct { uint32_t start, end, cut_start, cut_end, word, left; } Part;
typedef struct { PyObject *text, *capitals; uint32_t flags; } WordKnown;
typedef struct { PyObject *gap; uint32_t flags; } GapKnown;
typedef struct { uint32_t start, end, word, gap, opens, stops; } Place;

typedef struct {
    PyObject_HEAD
    PyObject *word_type, *parts_of, *gap_of;
    uint8_t *classes; /* of letters */
    Interned raws, gaps;
    Part *parts; /* of raw tokens, from the value of each on, but for those that are words whole */
    uint32_t space; /* the gap of one space, plus one; 0 where it is not known yet */
    WordKnown *words;
    GapKnown *gaps_known;
    size_t part_n, part_room, word_n, word_room, gap_room;
} ReaderObject;

typedef struct {
    PyObject_HEAD
    ReaderObject *reader;
    Place *places;
    size_t n, room;
    int signs; /* of addresses */
    PyObject *words;
} ReadingObject;

extern PyTypeObject reader_type, reading_type, trails_type, runs_type;

PyObject *reading_words(ReadingObject *self);
PyObject *words_between(const ReadingObject *self, size_t first, size_t last);
int words_join(const ReadingObject *reading, size_t at);
int make_room_for(void **array, size_t *room, size_t wanted, size_t size);

static inline uint32_t flags_at(const ReadingObject *reading, size_t at) {
    return reading->reader->words[reading->places[at].word].flags;
}

#endif
