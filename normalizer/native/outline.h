/* The words of an entry whose spelling is compared. */
#ifndef NAMENORM_OUTLINE_H
#define NAMENORM_OUTLINE_H

#include "core.h"

#define MOST_WORDS 32

typedef struct { Bytes at[MOST_WORDS]; size_t n; int are_sorted; } Words;

Words words_of(const Index *index, uint32_t entry);

#endif
