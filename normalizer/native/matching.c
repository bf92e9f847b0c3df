/* Entries of just the words of a form: index/snapshot/snapshot.py. */
#include "core.h"

#include <string.h>

/* Cut the word before the next space off. */
static Bytes next_word(Bytes *rest) {
    const uint8_t *space = rest->n ? memchr(rest->at, ' ', rest->n) : NULL;
    Bytes word = {rest->at, space ? (size_t)(space - rest->at) : rest->n};
    *rest = space ? (Bytes){space + 1, rest->n - word.n - 1} : (Bytes){NULL, 0};
    return word;
}

/* The numbers of the words between spaces; 1 for a word that the index lacks, -1 for too many. */
int read_wording(const Index *index, Bytes form, Wording *wording) {
    Bytes rest = form;
    wording->n = 0;
    do fetch_string(&index->words, next_word(&rest));
    while (rest.at);
    do {
        if (wording->n == MOST_WORDING) return -1;
        uint32_t number = find_string(&index->words, next_word(&form));
        if (number == NO_NUMBER) return 1;
        wording->at[wording->n++] = number;
    } while (form.at);
    return 0;
}

Numbers wording_bucket(const Index *index, const Wording *wording, int is_folded) {
    const Lists *lists = is_folded ? &index->folded : &index->exact;
    size_t buckets = lists->starts.n ? lists->starts.n - 1 : 0;
    if (buckets == 0 || (buckets & (buckets - 1))) return (Numbers){NULL, 0};
    uint32_t check = crc32_of((const uint8_t *)wording->at, wording->n * sizeof *wording->at);
    return list_at(lists, check & (uint32_t)(buckets - 1));
}

int has_wording(const Index *index, uint32_t entry, const Wording *wording, int is_folded) {
    Numbers tokens = list_at(&index->tokens, entry);
    if (tokens.n != wording->n) return 0;
    for (size_t i = 0; i < tokens.n; i++) {
        uint32_t word = tokens.at[i];
        if (is_folded && word >= index->folds.n) return 0;
        if ((is_folded ? index->folds.at[word] : word) != wording->at[i]) return 0;
    }
    return 1;
}
