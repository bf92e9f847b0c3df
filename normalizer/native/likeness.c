/* How alike two tokens are, and why. */
#include "words.h"

#include <string.h>

#define OF_FOLDED 0.99
#define OF_INFLECTED 0.985
#define OF_GENDERED 0.8
#define OF_HER 0.95
#define OF_GIVEN 0.9
#define WORTH_HEARING 0.5
#define MISTYPED_FROM 5
#define NEARLY_HEARD 0.9
#define BY_VOICE 0.9
#define HEARD_BASES 2
#define LEAST_HEARD 0.8 /* of words of bodies */
#define LEAST_MEANT 0.15
#define MEANT_ALIKE 0.8
#define MEANT_MORE 0.15

int same_letters(const Sound *left, const Sound *right) {
    return left->n == right->n &&
           (left->n == 0 || memcmp(left->letters, right->letters, left->n * sizeof *left->letters) == 0);
}

int ends_with(const Sound *text, const uint32_t *ending, size_t n) {
    if (text->n < n) return 0;
    for (size_t i = 0; i < n; i++)
        if (text->letters[text->n - n + i] != ending[i]) return 0;
    return 1;
}

static uint32_t voiceless(uint32_t sound) {
    switch (sound) {
    case 'b': return 'p';
    case 'd': return 't';
    case 'g': return 'k';
    case 'v': return 'f';
    default: return sound;
    }
}

static int differ_by_voice(const Sound *left, const Sound *right) {
    if (left->n <= 2 || left->n != right->n) return 0;
    for (size_t i = 0; i < left->n; i++)
        if (voiceless(left->letters[i]) != voiceless(right->letters[i])) return 0;
    return 1;
}

static int any_differ_by_voice(const Word *left, const Word *right) {
    for (size_t i = 0; i < left->sound_count; i++)
        for (size_t j = 0; j < right->sound_count; j++)
            if (differ_by_voice(&left->sounds[i], &right->sounds[j])) return 1;
    return 0;
}

/* Scripts that no sounds of ours join: units of theirs are read, or letters written by ear. */
static int is_read_otherwise(const Word *left, const Word *right) {
    int scripts = IS_CYRILLIC | IS_LATIN;
    return (left->traits & IS_READ) != (right->traits & IS_READ) ||
           ((left->traits ^ right->traits) & scripts) == scripts;
}

static int sound_likeness(const Comparer *comparer, const Word *left, const Word *right,
                          double *found) {
    const Tables *tables = &comparer->tables;
    if (is_read_otherwise(left, right)) return tables->read(tables->context, left, right, found);
    double best = best_likeness(comparer->costs, left->sounds, left->sound_count, right->sounds,
                                right->sound_count);
    if (best < 1.0 && (left->text.n < MISTYPED_FROM || right->text.n < MISTYPED_FROM)) {
        best = best > NEARLY_HEARD ? best * best : 0.0;
        if (best < BY_VOICE && any_differ_by_voice(left, right)) best = BY_VOICE;
    }
    *found = best;
    return 0;
}

static void take_better(Likeness *best, double likeness, int how) {
    if (likeness > best->likeness) *best = (Likeness){likeness, how};
}

static int by_case(const Comparer *comparer, const Word *left, const Word *right, Likeness *best) {
    const Tables *tables = &comparer->tables;
    const Word *bases[HEARD_BASES];
    size_t n;
    int is_case;
    if (tables->is_case(tables->context, left, right, &is_case)) return -1;
    if (is_case) {
        take_better(best, OF_INFLECTED, INFLECTED);
        return 0;
    }
    if (tables->bases(tables->context, left, bases, HEARD_BASES, &n)) return -1;
    double heard = 0.0, found;
    for (size_t i = 0; i < n; i++) {
        if (sound_likeness(comparer, bases[i], right, &found)) return -1;
        if (found > heard) heard = found;
    }
    take_better(best, OF_INFLECTED * heard, heard == 1.0 ? INFLECTED : SOUND);
    return 0;
}

static int given_likeness(const Comparer *comparer, const Word *left, const Word *right,
                          double *found) {
    *found = 0.0;
    if (!(left->traits & right->traits & IS_GIVEN)) return 0;
    return comparer->tables.same_given(comparer->tables.context, left, right, found);
}

static int is_worth_hearing(const Word *left, const Word *right) {
    return plain_likeness(&left->fold, &right->fold) >= WORTH_HEARING ||
           plain_likeness(&left->heard, &right->heard) >= WORTH_HEARING;
}

/* Czech and Slovak give every woman's surname this ending: -ová. */
static int ends_as_all_do(const Word *word) {
    static const uint32_t ending[] = {'o', 'v', 0xE1};
    return ends_with(&word->text, ending, 3);
}

static int compare_tokens(const Comparer *comparer, const Word *left, const Word *right,
                          Likeness *best) {
    double given, heard;
    int gendered;
    if (given_likeness(comparer, left, right, &given)) return -1;
    if (!is_worth_hearing(left, right)) {
        *best = (Likeness){OF_GIVEN * given, BY_GIVEN};
        return 0;
    }
    if (sound_likeness(comparer, left, right, &heard)) return -1;
    *best = (Likeness){heard, SOUND};
    if (heard >= 1.0) return 0;
    if (given > 0.0) take_better(best, OF_GIVEN * given, BY_GIVEN);
    if (by_case(comparer, left, right, best)) return -1;
    if (comparer->tables.gendered(comparer->tables.context, left, right, &gendered)) return -1;
    if (gendered) take_better(best, OF_GENDERED, GENDER);
    if (gendered == HIS_AND_HERS && ends_as_all_do(left)) take_better(best, OF_HER, INFLECTED);
    return 0;
}

int likeness_of_tokens(Comparer *comparer, const Word *left, const Word *right, Likeness *found) {
    if (left == right || same_letters(&left->text, &right->text)) {
        *found = (Likeness){1.0, SAME};
        return 0;
    }
    if ((left->traits | right->traits) & IS_DIGITS) {
        *found = (Likeness){0.0, SAME};
        return 0;
    }
    if (same_letters(&left->fold, &right->fold)) {
        *found = (Likeness){OF_FOLDED, FOLDED};
        return 0;
    }
    Remembered *here = &comparer->remembered[(left->serial * 31 + right->serial) % REMEMBERED];
    if (here->left != left->serial || here->right != right->serial) {
        Likeness new;
        if (compare_tokens(comparer, left, right, &new)) return -1;
        *here = (Remembered){left->serial, right->serial, new};
    }
    *found = here->found;
    return 0;
}

/* Words of places and bodies are alike by meaning too, or not alike because of theirs. */
static int likeness_of_words(Comparer *comparer, const Word *left, const Word *right, int facts,
                             int any, Likeness *found) {
    const Tables *tables = &comparer->tables;
    if (likeness_of_tokens(comparer, left, right, found)) return -1;
    if (found->likeness > 0.0 && found->how != SAME && facts & SENSED) {
        int opposed;
        if (tables->opposed(tables->context, left, right, &opposed)) return -1;
        if (opposed) {
            *found = (Likeness){0.0, MEANING};
            return 0;
        }
    }
    if (any & MEANT && found->likeness < MEANT_ALIKE + MEANT_MORE) {
        double strength;
        if (tables->meaning(tables->context, left, right, &strength)) return -1;
        double meant = MEANT_ALIKE + MEANT_MORE * strength;
        if (strength >= LEAST_MEANT && meant > found->likeness)
            *found = (Likeness){meant, MEANING};
    }
    return 0;
}

/* How alike two tokens are in names of a kind. */
static int open_apart(const Sound *left, const Sound *right) {
    if (left->n == 0 || right->n == 0) return left->n != right->n;
    return left->letters[0] != right->letters[0];
}

/* Whether two words open with other letters, and with other sounds. */
int starts_apart(const Word *left, const Word *right) {
    return open_apart(&left->fold, &right->fold) && open_apart(&left->heard, &right->heard);
}

int likeness_in(Comparer *comparer, int kind, const Side *left, size_t i, const Side *right,
                size_t j, Likeness *found) {
    const Word *a = left->shape->words[i], *b = right->shape->words[j];
    if (kind == PERSON) return likeness_of_tokens(comparer, a, b, found);
    int ours = left->shape->facts[i], theirs = right->shape->facts[j];
    if (likeness_of_words(comparer, a, b, ours & theirs, ours | theirs, found)) return -1;
    if (kind == ORGANISATION && found->how == SOUND && found->likeness < LEAST_HEARD &&
        starts_apart(a, b))
        found->likeness = 0.0;
    return 0;
}
