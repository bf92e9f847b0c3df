/* What an index is asked of a token in Latin letters: its own keys and those of its other forms. */
#include "ask_word.h"

#include <string.h>

#define MOST_BASE_FORMS 32
#define MOST_MASCULINE 8
#define LEAST_BASE 3
#define FORM_SIZE ((MOST_SPELT + MOST_ENDING) * MOST_OF_LETTER)

typedef struct { uint8_t at[MOST_BASE_FORMS][FORM_SIZE]; size_t sizes[MOST_BASE_FORMS], n; } FormList;

/* Distinct forms under way that are not the token. */
typedef struct {
    const uint32_t *letters;
    Bytes token;
    size_t least, limit;
    FormList *list;
} Making;

static int has_form(const FormList *list, const uint8_t *form, size_t n) {
    for (size_t i = 0; i < list->n; i++)
        if (list->sizes[i] == n && memcmp(list->at[i], form, n) == 0) return 1;
    return 0;
}

static int make_form(void *context, size_t stem, const uint32_t *ending, size_t n) {
    Making *making = context;
    FormList *list = making->list;
    uint8_t *form = list->at[list->n];
    size_t size = 0;
    if (stem + n < making->least) return 0;
    for (size_t i = 0; i < stem; i++) size += encode_letter(making->letters[i], form + size);
    for (size_t i = 0; i < n; i++) size += encode_letter(ending[i], form + size);
    if (size == making->token.n && memcmp(form, making->token.at, size) == 0) return 0;
    if (has_form(list, form, size)) return 0;
    list->sizes[list->n++] = size;
    return list->n == making->limit;
}

static int is_latin(const Alphabet *alphabet, uint32_t letter) {
    return letter < ALPHABET_END && alphabet->letters[letter].is_latin;
}

static int knows_form(const Index *index, Bytes folded) {
    uint32_t number = find_string(&index->words, folded);
    return number != NO_NUMBER && list_at(&index->fold, number).n > 0;
}

static int ask_forms(const Alphabet *alphabet, const FormList *forms, const FormList *known,
                     int with_sounds, Packed *packed) {
    for (size_t i = 0; i < forms->n; i++) {
        Bytes form = {forms->at[i], forms->sizes[i]};
        if (known && has_form(known, form.at, form.n)) continue;
        int failed = ask_form(alphabet, form, alphabet->estimates.base, with_sounds, packed);
        if (failed) return failed;
    }
    return 0;
}

int ask_word(const Alphabet *alphabet, const Index *index, const Asked *asked, Folded *folded,
             Packed *packed) {
    uint32_t letters[MOST_SPELT];
    FormList base, masculine;
    size_t n = letters_of(asked->word, letters, MOST_SPELT);
    if (n == 0 || n > MOST_SPELT || fold_form(alphabet, asked->word, folded)) return 1;
    Bytes own = {folded->at, folded->n};
    fetch_string(&index->words, own);
    Making of_base = {letters, asked->word, LEAST_BASE, MOST_BASE_FORMS, &base};
    Making of_masculine = {letters, asked->word, 0, MOST_MASCULINE, &masculine};
    base.n = masculine.n = 0;
    if (n >= LEAST_BASE && is_latin(alphabet, letters[n - 1]))
        other_endings(alphabet->base, letters, n, make_form, &of_base);
    other_endings(alphabet->masculine, letters, n, make_form, &of_masculine);
    int failed = ask_form(alphabet, asked->word, 1.0, 1, packed);
    int is_known = !asked->is_token || knows_form(index, own);
    if (!failed) failed = ask_forms(alphabet, &base, NULL, !is_known, packed);
    if (!failed) failed = ask_forms(alphabet, &masculine, &base, !is_known, packed);
    for (size_t i = 0; i < asked->code_n && !failed; i++)
        failed = ask_code(alphabet, asked->codes[i], packed);
    return failed;
}

/* Whether a folded form is long enough, and no number, to be taken as misspelt. */
int is_looked_for(const Folded *folded) {
    size_t digits = 0;
    for (size_t i = 0; i < folded->n; i++) digits += folded->at[i] >= '0' && folded->at[i] <= '9';
    return folded->n >= LEAST_FUZZY && digits < folded->n;
}
