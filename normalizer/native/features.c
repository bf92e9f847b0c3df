/* Two names, aligned: what they have in common, and at which stage they meet. */
#include "comparison.h"

#define RARE_ENOUGH 1.5
#define CLEARLY_ALIKE 0.97
#define NOT_UNLIKE 0.9
#define MUCH 5
#define CHANCE 0.5

int is_given_pair(const Met *both, const Pair *pair) {
    return (both->left->shape->facts[pair->left] | both->right->shape->facts[pair->right]) & GIVEN;
}

static int is_telling(const Met *both, const Pair *pair) {
    return both->left->shape->facts[pair->left] & both->right->shape->facts[pair->right] & TELLING;
}

static double credit_of(int kind, double likeness) {
    return kind == PERSON ? likeness : greater(0.0, (likeness - CHANCE) / (1.0 - CHANCE));
}

static double matched_weight(const Met *both) {
    double matched = 0.0;
    for (size_t i = 0; i < both->found.n; i++) {
        const Pair *pair = &both->found.pairs[i];
        double weight = both->left->weights[pair->left] + both->right->weights[pair->right];
        matched += weight * credit_of(both->asked->kind, pair->likeness);
    }
    return matched;
}

/* The likeness of the least alike pair of telling tokens, or of any where none is telling. */
static double least_likeness(const Met *both) {
    double telling = 2.0, any = 2.0;
    for (size_t i = 0; i < both->found.n; i++) {
        const Pair *pair = &both->found.pairs[i];
        any = lesser(any, pair->likeness);
        if (is_telling(both, pair)) telling = lesser(telling, pair->likeness);
    }
    return telling <= 1.0 ? telling : any <= 1.0 ? any : 0.0;
}

static double matched_rarity(const Met *both) {
    double rare = 0.0;
    for (size_t i = 0; i < both->found.n; i++) {
        const Pair *pair = &both->found.pairs[i];
        if (is_telling(both, pair))
            rare += both->right->rarities[pair->right] * both->right->weights[pair->right];
    }
    return rare;
}

static double left_weight(const Side *side, const size_t *alone, size_t n) {
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) sum += side->weights[alone[i]];
    return sum;
}

#define A_FATHER 1
#define A_GIVEN 2

/* The sorts of names among tokens without a partner. */
static int sorts_of(const Side *side, const size_t *alone, size_t n) {
    int found = 0;
    for (size_t i = 0; i < n; i++) {
        int role = side->shape->roles[alone[i]];
        if (role == PATRONYMIC) found |= A_FATHER;
        else if (role == INITIAL || side->shape->facts[alone[i]] & GIVEN) found |= A_GIVEN;
    }
    return found;
}

static void conflicts(const Met *both, double *values) {
    int ours = sorts_of(both->left, both->found.left_alone, both->found.left_count);
    int theirs = sorts_of(both->right, both->found.right_alone, both->found.right_count);
    values[CONFLICT] = (ours & theirs) != 0;
    values[FATHERS] = (ours & theirs & A_FATHER) != 0;
    values[FATHER_LEFT] = (ours & A_FATHER) != 0;
}

static int lacks_surname(const Met *both) {
    const Shape *right = both->right->shape;
    uint32_t surnames = 0, met = 0;
    for (size_t i = 0; i < right->n; i++)
        if (right->roles[i] == NAME && !(right->facts[i] & GIVEN)) surnames |= 1u << i;
    for (size_t i = 0; i < both->found.n; i++)
        if (both->found.pairs[i].how != BY_INITIAL) met |= 1u << both->found.pairs[i].right;
    return surnames && !(surnames & met);
}

static int has_how(const Met *both, int how) {
    for (size_t i = 0; i < both->found.n; i++)
        if (both->found.pairs[i].how == how) return 1;
    return 0;
}

/* Whether no case of a man's surname ends like this one: -ová, -ая. */
static int is_never_his(const Word *surname) {
    static const uint32_t czech[] = {'o', 'v', 0xE1}, slavic[] = {0x430, 0x44F};
    return ends_with(&surname->text, czech, 3) || ends_with(&surname->text, slavic, 2);
}

static int is_his_with_a(const Sound *hers, const Sound *his) {
    if (hers->n != his->n + 1 || hers->letters[his->n] != 'a') return 0;
    for (size_t i = 0; i < his->n; i++)
        if (hers->letters[i] != his->letters[i]) return 0;
    return 1;
}

static int are_hers_and_his(const Word *given, const Word *other, const Word *surname,
                            const Word *his) {
    int told = given->traits & IS_WOMANS && other->traits & IS_MANS;
    int hers = is_never_his(surname) && is_his_with_a(&given->fold, &other->fold);
    return (told || hers) && surname->traits & HER_SURNAME && !(his->traits & HER_SURNAME);
}

/* Whether given names and surnames are a woman's on one side and a man's on the other. */
static int is_woman_and_man(const Met *both) {
    const Word *const *left = both->left->shape->words, *const *right = both->right->shape->words;
    for (size_t i = 0; i < both->name_count; i++)
        for (size_t j = 0; j < both->name_count; j++) {
            const Word *a = left[both->names[i].left], *b = right[both->names[i].right];
            const Word *c = left[both->names[j].left], *d = right[both->names[j].right];
            if (i != j && (are_hers_and_his(a, b, c, d) || are_hers_and_his(b, a, d, c))) return 1;
        }
    return 0;
}

static int has_sort_alone(const Side *side, const size_t *alone, size_t n, int kind) {
    for (size_t i = 0; i < n; i++) {
        int role = side->shape->roles[alone[i]];
        int is_sort = role == DESIGNATOR || (role == GENERIC && kind == PLACE);
        if (is_sort && !(side->shape->facts[alone[i]] & SETTLEMENT)) return 1;
    }
    return 0;
}

static void share_features(const Met *both, double *values) {
    const Side *left = both->left, *right = both->right;
    double joined = both->asked->joined, apart = joined != 0.0 ? 0.0 : 1.0;
    double coverage = greater(matched_weight(both) / (left->total + right->total), joined);
    double least = greater(least_likeness(both), joined);
    double ours = left_weight(left, both->found.left_alone, both->found.left_count);
    double theirs = left_weight(right, both->found.right_alone, both->found.right_count);
    values[COVERAGE] = coverage;
    values[WORST] = least;
    values[ALIKE] = least >= CLEARLY_ALIKE;
    values[UNLIKE] = lesser(1.0, 10 * greater(0.0, NOT_UNLIKE - least));
    values[QUERY_LEFT] = apart * ours / left->total;
    values[ALIAS_LEFT] = apart * theirs / right->total;
    values[QUERY_MORE] = lesser(1.0, MUCH * values[QUERY_LEFT]);
    values[ALIAS_MORE] = lesser(1.0, MUCH * values[ALIAS_LEFT]);
    values[RARITY] = lesser(1.0, matched_rarity(both) / RARE_ENOUGH);
    values[LONE_GAP] =
        left->shape->n == 1 && !both->asked->with_form ? 1.0 - coverage : 0.0;
    values[LONE_ALIAS] = right->shape->n == 1 ? values[QUERY_LEFT] : 0.0;
}

static void own_features(const Met *both, double *values) {
    const Alignment *found = &both->found;
    int kind = both->asked->kind;
    share_features(both, values);
    conflicts(both, values);
    values[NO_SURNAME] = lacks_surname(both);
    values[NUMBER] = both->asked->number;
    values[OTHER_GENDER] = has_how(both, GENDER) || is_woman_and_man(both);
    values[OTHER_SORT] = has_sort_alone(both->left, found->left_alone, found->left_count, kind) ||
                         has_sort_alone(both->right, found->right_alone, found->right_count, kind);
    values[OTHER_SCRIPT] = both->left->shape->words[0]->script != both->right->shape->words[0]->script;
    values[ACRONYM] = 0.0;
}

static int are_same(const Shape *left, const Shape *right) {
    if (left->n != right->n) return 0;
    for (size_t i = 0; i < left->n; i++)
        if (!same_letters(&left->words[i]->text, &right->words[i]->text)) return 0;
    return 1;
}

static int stage_of(const Met *both) {
    const Alignment *found = &both->found;
    if (are_same(both->left->shape, both->right->shape)) return STAGE_EXACT;
    int is_plain = found->left_count == 0 && found->right_count == 0, is_inflected = 0;
    int is_fuzzy = 0;
    for (size_t i = 0; i < found->n; i++) {
        int how = found->pairs[i].how;
        if (how == INFLECTED) is_inflected = 1;
        else if (how != SAME && how != FOLDED) is_plain = 0;
        if (how == SOUND && found->pairs[i].likeness < 1.0) is_fuzzy = 1;
    }
    if (is_plain) return is_inflected ? STAGE_INFLECTED : STAGE_FOLDED;
    return is_fuzzy ? STAGE_FUZZY : STAGE_KEY;
}

int compare_names(Comparer *comparer, const Asked *asked, const Side *left, const Side *right,
                  double *values, int *stage) {
    Met both = {.comparer = comparer, .asked = asked, .left = left, .right = right};
    if (align(comparer, asked->kind, left, right, &both.found)) return -1;
    for (size_t i = 0; i < both.found.n; i++) {
        const Pair *pair = &both.found.pairs[i];
        if (pair->how != BY_INITIAL && is_telling(&both, pair)) both.names[both.name_count++] = *pair;
    }
    own_features(&both, values);
    forename_features(&both, values);
    if (gap_features(&both, values) || body_features(&both, values)) return -1;
    *stage = stage_of(&both);
    return 0;
}
