/* Building the arrays of an index file. */
#ifndef NAMENORM_LAYOUT_H
#define NAMENORM_LAYOUT_H

#include "core.h"

#define MOST_RESTS 64 /* 28 of a head and 28 of a tail at most */
#define MOST_FORM 1024

void fill_slots(const uint32_t *hashes, size_t n, uint32_t *slots, size_t size);
int group_members(Numbers owners, const uint32_t *members, uint32_t *starts, size_t lists,
                  uint32_t *found);
/* How many buckets there are, and the bits of a listing that are the number of a form. */
typedef struct { uint32_t buckets, low; } Rows;
/* Forms are UTF-8, one after the other, each with a zero behind it. */
int list_forms(Bytes forms, const uint32_t *numbers, size_t n, Rows rows, uint32_t *starts,
               uint32_t *found, size_t room);
size_t list_form(Bytes form, uint32_t *found);

#endif
