/* Entries that have a word for each slot of a name: index/meeting.py. */
#include "core.h"

#include <stdlib.h>

#define NO_SLOT SIZE_MAX

/* A hash table of the words of all slots: for which each stands, and for which as an initial. */
typedef struct { uint32_t word; uint16_t full, initial; } Place;
typedef struct { Place *at; size_t mask; uint16_t all; } Places;

static Place *place_of(const Places *places, uint32_t word) {
    size_t at = word * 2654435761u & places->mask;
    while (places->at[at].word != word && places->at[at].word != NO_NUMBER)
        at = (at + 1) & places->mask;
    return &places->at[at];
}

static int places_of(const MeetingSlot *slots, size_t n, Places *places) {
    size_t total = 0, room = 16;
    for (size_t i = 0; i < n; i++) total += slots[i].tokens.n + slots[i].initials.n;
    while (room < 2 * total) room *= 2;
    *places = (Places){malloc(room * sizeof *places->at), room - 1, (uint16_t)((1u << n) - 1)};
    if (places->at == NULL) return -1;
    for (size_t i = 0; i < room; i++) places->at[i] = (Place){NO_NUMBER, 0, 0};
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < slots[i].tokens.n; j++) {
            if (slots[i].tokens.at[j] == NO_NUMBER) continue;
            Place *place = place_of(places, slots[i].tokens.at[j]);
            place->word = slots[i].tokens.at[j];
            place->full |= (uint16_t)(1u << i);
        }
        for (size_t j = 0; j < slots[i].initials.n; j++) {
            if (slots[i].initials.at[j] == NO_NUMBER) continue;
            Place *place = place_of(places, slots[i].initials.at[j]);
            place->word = slots[i].initials.at[j];
            place->initial |= (uint16_t)(1u << i);
        }
    }
    return 0;
}

static int is_met(const Index *index, const Places *places, uint32_t entry) {
    unsigned full = 0, initial = 0;
    Numbers tokens = list_at(&index->tokens, entry);
    for (size_t i = 0; i < tokens.n; i++) {
        if (tokens.at[i] == NO_NUMBER) continue;
        const Place *place = place_of(places, tokens.at[i]);
        full |= place->full;
        initial |= place->initial;
    }
    unsigned left = places->all & ~full;
    if (left == 0) return 1;
    return (left & (left - 1)) == 0 && places->all != left && (left & initial);
}

/* How many entries the words of a slot have. */
static size_t cost_of(const Index *index, const MeetingSlot *slot) {
    size_t sum = 0;
    for (size_t i = 0; i < slot->tokens.n; i++)
        sum += list_at(&index->postings, slot->tokens.at[i]).n;
    return sum;
}

/* The slots whose entries are all that can be met: the cheapest without initials, or the two
 * cheapest, since who meets all but by one initial meets one of any two. */
static void choose(const size_t *costs, const MeetingSlot *slots, size_t n, size_t chosen[2]) {
    size_t sure = NO_SLOT;
    chosen[0] = chosen[1] = NO_SLOT;
    for (size_t i = 0; i < n; i++) {
        if (slots[i].initials.n == 0 && (sure == NO_SLOT || costs[i] < costs[sure])) sure = i;
        if (chosen[0] == NO_SLOT || costs[i] < costs[chosen[0]]) {
            chosen[1] = chosen[0];
            chosen[0] = i;
        } else if (chosen[1] == NO_SLOT || costs[i] < costs[chosen[1]]) {
            chosen[1] = i;
        }
    }
    if (sure == NO_SLOT || n < 2) return;
    if (costs[sure] <= costs[chosen[0]] + costs[chosen[1]]) {
        chosen[0] = sure;
        chosen[1] = NO_SLOT;
    }
}

/* Note an entry once; 0 when there is no more room. */
static int note(Meeting *found, uint32_t entry) {
    size_t at = found->n;
    while (at > 0 && found->at[at - 1] > entry) at--;
    if (at > 0 && found->at[at - 1] == entry) return 1;
    if (found->n == found->limit) {
        found->is_more = 1;
        return 0;
    }
    for (size_t i = found->n; i > at; i--) found->at[i] = found->at[i - 1];
    found->at[at] = entry;
    found->n++;
    return 1;
}

/* Note the entries of some words, those alone that are met where there are places. */
static void note_all(const Index *index, Numbers words, const Places *places, Meeting *found) {
    for (size_t i = 0; i < words.n; i++) {
        if (i + 4 < words.n) fetch_list(&index->postings, words.at[i + 4]);
        Numbers entries = list_at(&index->postings, words.at[i]);
        for (size_t j = 0; j < entries.n; j++) {
            if (places && !is_met(index, places, entries.at[j])) continue;
            if (!note(found, entries.at[j])) return;
        }
    }
}

/* Find the entries that are met, in order: at most as many as there is room for. */
int find_meeting(const Index *index, const MeetingSlot *slots, size_t n, Numbers wholes,
                 Meeting *found) {
    size_t costs[MOST_SLOTS], chosen[2];
    Places places;
    if (places_of(slots, n, &places)) return -1;
    note_all(index, wholes, NULL, found);
    for (size_t i = 0; i < n; i++) costs[i] = cost_of(index, &slots[i]);
    choose(costs, slots, n, chosen);
    for (int i = 0; i < 2 && !found->is_more; i++)
        if (chosen[i] != NO_SLOT) note_all(index, slots[chosen[i]].tokens, &places, found);
    free(places.at);
    return 0;
}
