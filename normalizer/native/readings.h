/* What units of a script are read as, and the least cost of reading Latin letters so. */
#ifndef NAMENORM_READINGS_H
#define NAMENORM_READINGS_H

#include <stddef.h>
#include <stdint.h>

#define MOST_UNITS 24
#define MOST_LATIN 40
#define MOST_OF_PIECE 15
#define NEVER 1e9

typedef struct { double cost; unsigned char size; char letters[MOST_OF_PIECE]; } Piece;
/* The pieces of a unit; the one without letters is told by `passing`. */
typedef struct { Piece *at; size_t n; double passing; } Pieces;

#define MOST_CHOICES 5
#define MOST_BEAM 16
#define MOST_SPELLING (MOST_UNITS * MOST_OF_PIECE)
/* `heard` is what is left of the letters for blocking keys. */
typedef struct {
    double cost;
    size_t size, heard_size;
    char letters[MOST_SPELLING], heard[MOST_SPELLING];
} Spelling;

/* spellings.c: readings/spellings.py */
long spell(const Pieces *units, size_t n, const uint8_t *classes, size_t width, Spelling *beam);

/* readings.c: readings/likeness.py */
double reading_cost(const Pieces *const *units, size_t n, const char *latin, size_t length,
                    double most);

#endif
