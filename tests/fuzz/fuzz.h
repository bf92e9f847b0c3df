/* What the parts of the fuzzer share. */
#ifndef NAMENORM_FUZZ_H
#define NAMENORM_FUZZ_H

#include "core.h"

/* A number of chance below another, and memory of just such a size. */
uint32_t chance(uint32_t below);
void *exactly(size_t size);

void compare_by_chance(const Costs *costs); /* comparison_fuzz.c */
void hear_by_chance(void);
void read_by_chance(void);

#endif
