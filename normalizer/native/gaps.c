/* What the partners of two aligned names still differ in, and how much their likeness tells. */
#include "comparison.h"

#include <string.h>

#define MOST_OF_LETTERS 24
#define TOKEN_LETTERS 9
#define COMMON_LETTERS 6
#define MOST_TELLING 4.0
#define GIVEN_SHARE 0.5
#define HALF_ALIKE 0.6
#define ENOUGH_NAMES 2
#define CLEARLY_ALIKE 0.97

static double of_two(size_t count) { return (double)(count < 2 ? count : 2) / 2; }

static const Word *left_of(const Met *both, const Pair *pair) {
    return both->left->shape->words[pair->left];
}

static const Word *right_of(const Met *both, const Pair *pair) {
    return both->right->shape->words[pair->right];
}

static int is_explained(const Pair *pair) {
    return pair->how == SAME || pair->how == FOLDED || pair->how == INFLECTED ||
           pair->how == BY_GIVEN;
}

static double widest_gap(const Met *both, int of_given) {
    double widest = 0.0;
    for (size_t i = 0; i < both->name_count; i++)
        if (!is_given_pair(both, &both->names[i]) == !of_given)
            widest = greater(widest, 1.0 - both->names[i].likeness);
    return widest;
}

static int letters_alike(const Met *both, const Pair *pair, double *found) {
    const Word *left = left_of(both, pair), *right = right_of(both, pair);
    const Tables *tables = &both->comparer->tables;
    if ((left->traits & IS_READ) != (right->traits & IS_READ))
        return tables->letters(tables->context, left, right, found);
    *found = plain_likeness(&left->fold, &right->fold);
    return 0;
}

/* How alike the partners' letters are, each pair by its weight. The ending of a person's declined
 * name counts for nothing. */
static int spelling(const Met *both, double *found) {
    double alike = 0.0, total = 0.0;
    for (size_t i = 0; i < both->found.n; i++) {
        const Pair *pair = &both->found.pairs[i];
        if (pair->how == BY_INITIAL) continue;
        double weight = both->left->weights[pair->left] + both->right->weights[pair->right];
        double likeness = pair->likeness;
        int declined = both->asked->kind == PERSON && pair->how == INFLECTED;
        if (!declined && letters_alike(both, pair, &likeness)) return -1;
        alike += weight * likeness;
        total += weight;
    }
    *found = total != 0.0 ? alike / total : 0.0;
    return 0;
}

static size_t starts(const Met *both) {
    if ((both->left->shape->words[0]->traits ^ both->right->shape->words[0]->traits) & IS_READ)
        return 0;
    size_t count = 0;
    for (size_t i = 0; i < both->name_count; i++) {
        const Pair *pair = &both->names[i];
        const Word *left = left_of(both, pair), *right = right_of(both, pair);
        count += pair->likeness < CLEARLY_ALIKE && pair->how != BY_GIVEN &&
                 starts_apart(left, right);
    }
    return count;
}

typedef struct { uint8_t at[MOST_COMPARED]; size_t n; } Bones;

/* The consonants of a sound of plain letters, voiced and voiceless ones as one. */
static Bones bones_of(const Sound *sound) {
    uint8_t letters[MOST_COMPARED];
    Bones bones;
    for (size_t i = 0; i < sound->n; i++)
        letters[i] = sound->letters[i] < SOUND_CODES ? (uint8_t)sound->letters[i] : UINT8_MAX;
    bones.n = write_deep_key(letters, sound->n, (char *)bones.at);
    for (size_t i = 0; i < bones.n; i++) {
        switch (bones.at[i]) {
        case 'b': bones.at[i] = 'p'; break;
        case 'd': bones.at[i] = 't'; break;
        case 'g': bones.at[i] = 'k'; break;
        case 'v': bones.at[i] = 'f'; break;
        default: break;
        }
    }
    return bones;
}

static int are_same_bones(const Bones *left, size_t n, const Bones *right, size_t m) {
    return n == m && memcmp(left->at, right->at, n) == 0;
}

/* A last s may be of a language that declines foreign names. */
static int share_bones(const Sound *left, const Sound *right) {
    Bones ours = bones_of(left), theirs = bones_of(right);
    size_t our_stem = ours.n && ours.at[ours.n - 1] == 's' ? ours.n - 1 : ours.n;
    size_t their_stem = theirs.n && theirs.at[theirs.n - 1] == 's' ? theirs.n - 1 : theirs.n;
    return are_same_bones(&ours, ours.n, &theirs, theirs.n) ||
           are_same_bones(&ours, our_stem, &theirs, theirs.n) ||
           are_same_bones(&ours, ours.n, &theirs, their_stem) ||
           are_same_bones(&ours, our_stem, &theirs, their_stem);
}

static int any_share_bones(const Word *left, const Word *right) {
    for (size_t i = 0; i < left->sound_count; i++)
        for (size_t j = 0; j < right->sound_count; j++)
            if (share_bones(&left->sounds[i], &right->sounds[j])) return 1;
    return 0;
}

/* Count the partners that share no bones, those apart that are alike by ear. */
static int other_bones(const Met *both, size_t *apart, size_t *heard) {
    const Tables *tables = &both->comparer->tables;
    int scripts = IS_CYRILLIC | IS_LATIN;
    *apart = *heard = 0;
    for (size_t i = 0; i < both->name_count; i++) {
        const Pair *pair = &both->names[i];
        const Word *left = left_of(both, pair), *right = right_of(both, pair);
        double by_ear = 0.0;
        if (is_explained(pair) || pair->likeness >= CLEARLY_ALIKE ||
            (left->traits | right->traits) & IS_READ || any_share_bones(left, right))
            continue;
        if (((left->traits ^ right->traits) & scripts) == scripts &&
            tables->by_ear(tables->context, left, right, &by_ear))
            return -1;
        *(by_ear >= pair->likeness ? heard : apart) += 1;
    }
    return 0;
}

static int known_apart(const Met *both, size_t *count) {
    const Tables *tables = &both->comparer->tables;
    *count = 0;
    for (size_t i = 0; i < both->name_count; i++) {
        const Pair *pair = &both->names[i];
        int variants;
        if (is_explained(pair) || pair->likeness >= CLEARLY_ALIKE || !both->left->known[pair->left])
            continue;
        if (tables->variants(tables->context, left_of(both, pair), right_of(both, pair), &variants))
            return -1;
        *count += !variants;
    }
    return 0;
}

static size_t names_alone(const Side *side, const size_t *alone, size_t n, int known) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += side->shape->roles[alone[i]] == NAME && (!known || side->known[alone[i]]);
    return count;
}

static size_t replaced(const Met *both) {
    size_t ours = names_alone(both->left, both->found.left_alone, both->found.left_count, 0);
    size_t theirs = names_alone(both->right, both->found.right_alone, both->found.right_count, 0);
    return ours < theirs ? ours : theirs;
}

static int are_crossed(const Met *both) {
    for (size_t i = 0; i < both->name_count; i++)
        for (size_t j = 0; j < both->name_count; j++)
            if (both->names[i].left < both->names[j].left &&
                both->names[i].right > both->names[j].right)
                return 1;
    return 0;
}

static size_t initials(const Met *both) {
    size_t count = 0;
    if (both->name_count >= ENOUGH_NAMES) return 0;
    for (size_t i = 0; i < both->found.n; i++) count += both->found.pairs[i].how == BY_INITIAL;
    return count;
}

static double letters(const Met *both) {
    double alike = 0.0, joined = both->asked->joined;
    if (joined != 0.0) return lesser(1.0, both->asked->joined_letters / MOST_OF_LETTERS) * joined;
    for (size_t i = 0; i < both->name_count; i++) {
        const Pair *pair = &both->names[i];
        size_t ours = left_of(both, pair)->fold.n, theirs = right_of(both, pair)->fold.n;
        double share = is_given_pair(both, pair) ? GIVEN_SHARE : 1.0;
        alike += share * (double)(ours < theirs ? ours : theirs) * pair->likeness;
    }
    return lesser(1.0, alike / MOST_OF_LETTERS);
}

static double told_by(const Side *stored, size_t place, double likeness) {
    double sure = greater(0.0, likeness - HALF_ALIKE) / (1.0 - HALF_ALIKE);
    size_t n = stored->shape->words[place]->fold.n;
    double size = (double)(n < TOKEN_LETTERS ? n : TOKEN_LETTERS) / COMMON_LETTERS;
    double share = stored->shape->facts[place] & GIVEN ? GIVEN_SHARE : 1.0;
    return share * stored->rarities[place] * size * sure;
}

static double telling(const Met *both) {
    double told = 0.0, joined = both->asked->joined;
    if (joined != 0.0)
        for (size_t i = 0; i < both->right->shape->n; i++) told += told_by(both->right, i, joined);
    else
        for (size_t i = 0; i < both->name_count; i++)
            told += told_by(both->right, both->names[i].right, both->names[i].likeness);
    return lesser(1.0, told / MOST_TELLING);
}

int gap_features(const Met *both, double *values) {
    double joined = both->asked->joined, apart = joined != 0.0 ? 0.0 : 1.0, spelt;
    double plain = values[OTHER_SCRIPT] == 0.0;
    size_t apart_count, bones, heard;
    if (spelling(both, &spelt) || known_apart(both, &apart_count) ||
        other_bones(both, &bones, &heard))
        return -1;
    values[SURNAME_GAP] = apart * widest_gap(both, 0);
    values[PLAIN_GAP] = values[SURNAME_GAP] * plain;
    values[GIVEN_GAP] = apart * widest_gap(both, 1);
    values[SPELLING_GAP] = greater(0.0, values[WORST] - greater(spelt, joined));
    values[MISSPELT] = values[SPELLING_GAP] * plain;
    values[STARTS] = of_two(starts(both));
    values[OTHER_BONES] = of_two(bones);
    values[BONES_BY_EAR] = of_two(heard);
    values[KNOWN_APART] = of_two(apart_count);
    values[LEFT_KNOWN] =
        apart * of_two(names_alone(both->left, both->found.left_alone, both->found.left_count, 1));
    values[REPLACED] = apart * of_two(replaced(both));
    values[CROSSED] = are_crossed(both);
    values[INITIALS] = of_two(initials(both));
    values[LETTERS] = letters(both);
    values[TELLING_LETTERS] = values[COVERAGE] * telling(both);
    return 0;
}
