/* How telling a token is, or a key, from how many have it. */
#include "core.h"

#include <math.h>

#define LEAST 0.1

double rarity_of(uint32_t owners, double log_entities) {
    return owners < 2 ? 1.0 : 1.0 - SPAN * log(owners) / log_entities;
}

double share_of(size_t tokens, double log_entities) {
    double found = rarity_of((uint32_t)tokens, log_entities);
    return found < LEAST ? LEAST : found;
}
