/* Bags of letters of entries and names: index/snapshot/bags.py. */
#ifndef NAMENORM_BAGS_H
#define NAMENORM_BAGS_H

#include "letters.h"

/* Letters of a name: those that are there once and twice, a third and a fourth time, and more often. */
typedef struct {
    uint64_t few, many;
    size_t rest, whole, joined, spaces;
    int is_cut;
} NameBag;

void read_bag(const Form *whole, const Form *joined, NameBag *bag);
double likeness_at_most(const NameBag *name, uint64_t bag);

#endif
