/* Feeds arrays of arbitrary content to the kernel; the sanitizers say what it reads that it may not.
 *
 *     kernel_fuzz SEED ROUNDS
 *
 * Each array is allocated by itself, just as long as it says, so that one step too far is seen.
 * Half of the arrays are nearly right (rising starts, small numbers), so that deep parts are met.
 */
#include "ask_word.h"
#include "fuzz.h"
#include "interned.h"
#include "layout.h"
#include "letters.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

uint32_t chance(uint32_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((state >> 33) % below);
}

void *exactly(size_t size) {
    void *found = malloc(size ? size : 1);
    if (found == NULL) exit(2);
    return found;
}

static Numbers numbers(size_t n, uint32_t below) {
    uint32_t *at = exactly(n * sizeof *at);
    for (size_t i = 0; i < n; i++) at[i] = chance(20) ? chance(below) : chance(1u << 31) * 2 + 1;
    return (Numbers){at, n};
}

static Numbers rising(size_t n, uint32_t step) {
    uint32_t *at = exactly(n * sizeof *at), sum = 0;
    for (size_t i = 0; i < n; i++) {
        at[i] = chance(60) ? sum : chance(1u << 31);
        sum += chance(step + 1);
    }
    return (Numbers){at, n};
}

static Bytes bytes(size_t n) {
    uint8_t *at = exactly(n);
    for (size_t i = 0; i < n; i++) at[i] = (uint8_t)(chance(4) ? 'a' + chance(4) : chance(256));
    return (Bytes){at, n};
}

static Lists lists(uint32_t below) {
    return (Lists){rising(chance(40), 4), numbers(chance(90), below)};
}

/* What is looked for as misspelt; its rests are listed, so that they are found. */
static Bytes asked;

static Lists deletions(void) {
    uint32_t checks[MOST_RESTS];
    size_t n = list_form(asked, checks);
    Lists found = {rising((1u << chance(6)) + 1, 6), numbers(chance(120), 40)};
    for (size_t i = 0; n && i < found.members.n; i++)
        if (chance(3)) ((uint32_t *)found.members.at)[i] = (checks[chance((uint32_t)n)] & ~63u) | chance(64);
    return found;
}

/* Half of the hash tables are right. */
static Dictionary dictionary(void) {
    Heap heap = {rising(chance(40), 6), bytes(chance(200))};
    uint32_t hashes[40] = {0}, *slots = calloc(128, sizeof *slots);
    size_t n = heap.starts.n > 1 ? heap.starts.n - 1 : 0;
    if (slots == NULL) exit(2);
    for (uint32_t i = 0; i < n; i++) {
        Bytes string = string_at(&heap, i);
        if (string.at) hashes[i] = crc32_of(string.at, string.n);
    }
    fill_slots(hashes, n, slots, 128);
    if (chance(2)) return (Dictionary){heap, {slots, 128}};
    free(slots);
    return (Dictionary){heap, numbers(1u << chance(7), 40)};
}

static void release_lists(Lists *l) {
    free((void *)l->starts.at);
    free((void *)l->members.at);
}

static void release_dictionary(Dictionary *d) {
    free((void *)d->strings.starts.at);
    free((void *)d->strings.heap.at);
    free((void *)d->slots.at);
}

static Keyed keyed(void) {
    return (Keyed){rising((1u << chance(4)) + 1, 4), numbers(chance(40), 3), lists(40)};
}

/* As many lists as a power of two, mostly. */
static Lists of_a_power(void) {
    return (Lists){rising((1u << chance(4)) + (chance(9) > 0), 9), numbers(chance(90), 40)};
}

static Index arbitrary(void) {
    Index index;
    for (int level = 0; level < LEVELS; level++) index.keys[level] = keyed();
    index.words = dictionary();
    index.fold = lists(40);
    asked = bytes(chance(chance(9) ? 12 : 1200));
    index.deletions = deletions();
    index.postings = lists(60);
    index.tokens = lists(40);
    index.owners = numbers(chance(40), 9);
    index.sizes = numbers(chance(60), 1u << 18);
    index.folds = numbers(chance(40), 40);
    index.bags = numbers(chance(60), 1u << 31);
    index.entities = numbers(chance(60), 40);
    index.ids = (Heap){rising(chance(40), 6), bytes(chance(200))};
    index.exact = of_a_power();
    index.folded = of_a_power();
    return index;
}

static void release(Index *index) {
    for (int level = 0; level < LEVELS; level++) {
        free((void *)index->keys[level].buckets.at);
        free((void *)index->keys[level].prints.at);
        release_lists(&index->keys[level].lists);
    }
    release_dictionary(&index->words);
    Lists *all[] = {&index->fold, &index->deletions, &index->postings, &index->tokens, &index->exact,
                    &index->folded};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) release_lists(all[i]);
    free((void *)asked.at);
    free((void *)index->owners.at);
    free((void *)index->sizes.at);
    free((void *)index->folds.at);
    free((void *)index->bags.at);
    free((void *)index->entities.at);
    free((void *)index->ids.starts.at);
    free((void *)index->ids.heap.at);
}

/* Keys as they are packed, most of them well; sometimes the last one is cut off. */
static Bytes packed(void) {
    uint8_t *at = exactly(2048);
    size_t n = 0;
    for (uint32_t left = chance(20); left > 0; left--) {
        uint32_t level = chance(30) ? chance(LEVELS + 1) : chance(9);
        KeyHead head = {chance(100) / 100.0, level, level || !chance(9) ? 8 : chance(17)};
        if (!chance(40)) head.size = chance(1u << 31) * 2 + 1;
        memcpy(at + n, &head, sizeof head);
        n += sizeof head;
        for (int i = 0; i < 24; i++)
            at[n + (size_t)i] = (uint8_t)(level ? (i % 4 ? 0 : chance(3)) : 'a' + chance(4));
        n += head.size <= 24 ? (head.size + 7) / 8 * 8 : 8;
    }
    uint8_t *found = exactly(n);
    memcpy(found, at, n);
    free(at);
    return (Bytes){found, n && !chance(5) ? chance((uint32_t)n) : n};
}

static void look_up(const Index *index) {
    ReachedList words[2] = {{NULL, 0, 0}, {NULL, 0, 0}};
    Outline outlines[MOST_OUTLINES];
    size_t count = chance(MOST_OUTLINES + 1);
    for (int i = 0; i < MOST_OUTLINES * LINES; i++)
        outlines[i / LINES].at[i % LINES] = bytes(chance(90));
    for (int i = 0; i < 2; i++) {
        Bytes form = i ? bytes(chance(chance(9) ? 12 : 1200)) : asked, keys = packed();
        if (reach_keys(index, keys, 1.0 + chance(9), &words[i])) exit(2);
        if (reach_misspelt(index, form, chance(30), &words[i])) exit(2);
        if (settle_reached(&words[i])) exit(2);
        if (i) free((void *)form.at);
        free((void *)keys.at);
    }
    size_t limit = chance(20), n = 0;
    Hit *hits = exactly((limit + 1) * sizeof *hits);
    Query query = {words, 2, 1.0 + chance(9), 1 + chance(4), limit, (int)chance(2)};
    if (gather(index, &query, hits, &n) || n > limit) exit(3);
    for (size_t i = 0; i < index->tokens.starts.n; i++) bag_of(index, (uint32_t)i);
    size_t gathered = n;
    if (count && rank_by_outline(index, outlines, count, chance(9) / 8.0, hits, &n)) exit(2);
    if (n > gathered) exit(3);
    size_t kept = keep_first(hits, n, chance(20));
    if (kept > n) exit(3);
    n = kept;
    for (size_t i = 1; i < n; i++)
        if (hits[i - 1].nearness < hits[i].nearness) exit(3);
    for (int i = 0; i < MOST_OUTLINES * LINES; i++) free((void *)outlines[i / LINES].at[i % LINES].at);
    free(words[0].at);
    free(words[1].at);
    free(hits);
}

/* Entries that meet arbitrary slots: in order, each once, and no more than there is room for. */
static void meet(const Index *index) {
    MeetingSlot slots[MOST_SLOTS];
    size_t n = chance(chance(9) ? 4 : MOST_SLOTS + 1);
    for (size_t i = 0; i < n; i++)
        slots[i] = (MeetingSlot){numbers(chance(30), 40), numbers(chance(4), 40)};
    Numbers wholes = numbers(chance(4), 40);
    Meeting found = {NULL, 0, chance(20), 0};
    found.at = exactly(found.limit * sizeof *found.at);
    if (find_meeting(index, slots, n, wholes, &found)) exit(2);
    if (found.n > found.limit) exit(3);
    for (size_t i = 1; i < found.n; i++)
        if (found.at[i - 1] >= found.at[i]) exit(3);
    for (size_t i = 0; i < n; i++) {
        free((void *)slots[i].tokens.at);
        free((void *)slots[i].initials.at);
    }
    free((void *)wholes.at);
    free(found.at);
}

/* Words of the index and others, with a space between each two. */
static void match(const Index *index) {
    Wording wording;
    uint8_t *form = exactly(2000);
    size_t n = 0;
    for (uint32_t left = chance(30) ? chance(4) : 600; left > 0; left--) {
        Bytes word = string_at(&index->words.strings, chance(40));
        if (chance(9) && word.n && n + word.n < 1000) memcpy(form + n, word.at, word.n);
        n += word.n && n + word.n < 1000 ? word.n : 0;
        if (left > 1) form[n++] = ' ';
    }
    uint8_t *own = exactly(n);
    memcpy(own, form, n);
    if (read_wording(index, (Bytes){own, n}, &wording) == 0) {
        for (int is_folded = 0; is_folded < 2; is_folded++) {
            Numbers bucket = wording_bucket(index, &wording, is_folded);
            for (size_t i = 0; i < bucket.n; i++) has_wording(index, bucket.at[i], &wording, is_folded);
        }
    }
    for (uint32_t i = 0; i < 40; i++) {
        has_wording(index, i, &wording, (int)chance(2));
        Bytes id = id_of(index, i);
        if (id.n && crc32_of(id.at, id.n) == 1) form[0] = 'a';
    }
    free(own);
    free(form);
}

/* Rules of endings of few letters; rows may stand for one ending twice. */
static Endings endings(void) {
    Endings found = {exactly(64 * sizeof(uint32_t)), calloc(16, sizeof(uint32_t)), exactly(8 * sizeof(Row)),
                     exactly(20 * sizeof(Rule)), 64, 64, chance(8), 20, 16, 1 + chance(3), 0};
    if (found.slots == NULL) exit(2);
    for (size_t i = 0; i < 64; i++) found.letters[i] = chance(30) ? 'a' + chance(4) : chance(1u << 21);
    for (size_t i = 0; i < found.rule_n; i++) {
        Span other = {chance(40), chance(MOST_ENDING)}, after = {chance(40), chance(20)};
        found.rules[i] = (Rule){other, after, (int)chance(2)};
    }
    for (uint32_t i = 0; i < found.row_n; i++) {
        Span ending = {chance(60), chance(4)};
        found.rows[i] = (Row){ending, chance(10), chance(10)};
        if (ending.n > found.longest) found.longest = ending.n;
        size_t slot = hash_of_ending(found.letters + ending.at, ending.n) & 15;
        while (found.slots[slot]) slot = (slot + 1) & 15;
        found.slots[slot] = i + 1;
    }
    return found;
}

static void release_endings(Endings *endings) {
    free(endings->letters);
    free(endings->slots);
    free(endings->rows);
    free(endings->rules);
}

/* Words asked for by one call; those of few letters have other forms. */
static void ask_words(const Alphabet *alphabet, const Index *index, Packed *packed) {
    for (int i = 0; i < 8; i++) {
        Bytes word = bytes(chance(9) ? chance(12) : 50 + chance(40)), code = bytes(chance(6));
        for (size_t k = 0; k < word.n && i % 2; k++) ((uint8_t *)word.at)[k] = (uint8_t)('a' + chance(4));
        Asked asked = {word, {code, code}, chance(3), (int)chance(2)};
        Folded folded;
        int failed = ask_word(alphabet, index, &asked, &folded, packed);
        if (failed < 0) exit(2);
        if (!failed && is_looked_for(&folded) && folded.n < LEAST_FUZZY) exit(3);
        free((void *)word.at);
        free((void *)code.at);
    }
}

/* Keys of arbitrary forms in an arbitrary alphabet; what is packed is read again. */
static void ask(const Index *index) {
    static const char *graphemes[] = {"a", "b", "ab", "u", "y", "S"};
    Graphemes read = {NULL, 0, 0};
    Alphabet *alphabet = exactly(sizeof *alphabet);
    Packed packed = {NULL, 0, 0};
    ReachedList reached = {NULL, 0, 0};
    for (size_t i = 0; i < sizeof graphemes / sizeof *graphemes; i++) {
        Node *node = grow_to(&read, (const uint8_t *)graphemes[i], strlen(graphemes[i]));
        if (node == NULL) exit(2);
        node->is_grapheme = 1;
        for (int family = 0; family < FAMILIES; family++) {
            node->sizes[family] = (uint8_t)chance(MOST_OF_READING + 1);
            memset(node->readings[family], (int)('a' + chance(26)), MOST_OF_READING);
        }
    }
    memset(alphabet, 0, sizeof *alphabet);
    alphabet->graphemes = &read;
    Endings base = endings(), masculine = endings();
    alphabet->base = &base;
    alphabet->masculine = &masculine;
    alphabet->estimates = (Estimates){1.0, 0.95, 0.9, 0.75, 0.55};
    for (size_t i = 0; i < 0x240; i++) {
        Letter *letter = &alphabet->letters[i];
        *letter = (Letter){(uint8_t)(chance(60) > 0), (uint8_t)chance(2), (uint8_t)chance(5),
                           (uint8_t)chance(5), "aubS", "abuy"};
    }
    for (int i = 0; i < 5; i++) {
        Bytes form = chance(3) ? bytes(chance(24)) : bytes(chance(300));
        for (size_t k = 0; k < form.n && i < 2; k++) ((uint8_t *)form.at)[k] = k % 2 ? 0x85 : 0xC4;
        if (ask_form(alphabet, form, i ? 0.95 : 1.0, (int)chance(4), &packed) < 0) exit(2);
        Heard heard;
        if (hear_form(alphabet, form, &heard) == 0 && heard.n > MOST_HEARD) exit(2);
        if (ask_code(alphabet, form, &packed)) exit(2);
        Bytes texts[20];
        for (int k = 0; k < 20; k++) texts[k] = bytes(chance(20) ? chance(12) : chance(600));
        Told told = {form, texts, texts + 10, chance(11), chance(11)};
        if (ask_told(alphabet, &told, 0.95, (int)chance(4), &packed) < 0) exit(2);
        for (int k = 0; k < 20; k++) free((void *)texts[k].at);
        free((void *)form.at);
    }
    ask_words(alphabet, index, &packed);
    if (reach_keys(index, (Bytes){packed.at, packed.n}, 5.0, &reached)) exit(2);
    free(reached.at);
    free(packed.at);
    release_endings(&base);
    release_endings(&masculine);
    free(read.nodes);
    free(alphabet);
}

static void measure(const Costs *costs) {
    Numbers left = numbers(chance(60), 200), right = numbers(chance(60), 200);
    double there = sound_distance(costs, left.at, left.n, right.at, right.n);
    if (!(there >= 0.0 && there <= 4.0 * MOST_SOUNDS)) exit(3);
    free((void *)left.at);
    free((void *)right.at);
}

static void lay_out(void) {
    uint32_t found[MOST_RESTS], *starts = calloc(12, sizeof *starts);
    Bytes form = bytes(chance(chance(9) ? 20 : 1200));
    if (list_form(form, found) > MOST_RESTS) exit(3);
    Numbers owners = numbers(chance(30), 12), members = numbers(owners.n, 99);
    uint32_t *grouped = exactly(owners.n * sizeof *grouped);
    if (starts == NULL) exit(2);
    group_members(owners, members.at, starts, 11, grouped);
    Bytes forms = bytes(chance(120));
    for (size_t i = 0; i < forms.n; i++)
        if (!chance(7)) ((uint8_t *)forms.at)[i] = 0;
    uint32_t *counts = calloc(17, sizeof *counts);
    Rows rows = {16, (1u << (4 + chance(28))) - 1};
    size_t count = chance(20);
    if (counts == NULL) exit(2);
    if (count <= owners.n && list_forms(forms, owners.at, count, rows, counts, NULL, 0) == 0) {
        size_t total = counts[16];
        uint32_t *listed = exactly(total * sizeof *listed);
        if (list_forms(forms, owners.at, count, rows, counts, listed, total)) exit(3);
        if (counts[16] != total) exit(3);
        free(listed);
    }
    free(counts);
    free((void *)forms.at);
    free((void *)form.at);
    free((void *)owners.at);
    free((void *)members.at);
    free(starts);
    free(grouped);
}

static Text text(int width) {
    size_t n = chance(60);
    Text found = {exactly(n * (size_t)width), n, width};
    for (size_t i = 0; i < n; i++) {
        uint32_t letter = chance(4) ? chance(6) : chance(width == 1 ? 256 : 65536);
        if (width == 1) ((uint8_t *)found.at)[i] = (uint8_t)letter;
        else if (width == 2) ((uint16_t *)found.at)[i] = (uint16_t)letter;
        else ((uint32_t *)found.at)[i] = chance(9) ? letter : chance(1u << 31) * 2;
    }
    return found;
}

/* Words lie inside their text, in order, and what is kept of each is the same however wide the text is. */
static void cut(const uint8_t *classes, Interned *interned, Steps *steps) {
    Text given = text(1 << chance(3));
    Stretch own = {0, 0};
    size_t last = 0;
    uint32_t hash;
    while (next_word(&given, classes, own.end, &own, &hash)) {
        if (own.start < last || own.end <= own.start || own.end > given.n) exit(3);
        last = own.end;
        if (hash != hash_of(&given, own)) exit(3);
        uint32_t before = interned->n;
        Kept *kept = intern(interned, &given, own, hash);
        if (kept == NULL) exit(2);
        if (interned->n > before) kept->value = before;
        if (find_interned(interned, &given, own, hash) != kept || kept->value > before) exit(3);
        uint32_t number = kept->value;
        uint64_t key = (uint64_t)(number + 1) << chance(40);
        if (add_step(steps, key, number)) exit(2);
        if (find_step(steps, key) != number) exit(3);
    }
    free((void *)given.at);
}

static void read_texts(void) {
    uint8_t *classes = exactly(CLASSED);
    Interned interned = {NULL, NULL, 0, 0, 0, 0, 0};
    Steps steps = {NULL, NULL, 0, 0};
    for (size_t i = 0; i < CLASSED; i++) classes[i] = (uint8_t)(i < 6 ? i % 5 : chance(4));
    for (int i = 0; i < 400; i++) cut(classes, &interned, &steps);
    free(classes);
    release_interned(&interned);
    release_steps(&steps);
}

int main(int count, char **arguments) {
    if (count != 3) return 2;
    state = strtoull(arguments[1], NULL, 10);
    Costs *costs = exactly(sizeof *costs);
    for (int a = 0; a < SOUND_CODES; a++) {
        costs->indel[a] = chance(100) / 100.0;
        for (int b = 0; b < SOUND_CODES; b++) costs->substitute[a][b] = chance(100) / 100.0;
    }
    for (long round = strtol(arguments[2], NULL, 10); round > 0; round--) {
        Index index = arbitrary();
        look_up(&index);
        meet(&index);
        match(&index);
        if (round % 8 == 0) ask(&index);
        release(&index);
        measure(costs);
        lay_out();
        hear_by_chance();
        read_by_chance();
        if (round % 16 == 0) compare_by_chance(costs);
        if (round % 256 == 0) read_texts();
    }
    free(costs);
    puts("no fault");
    return 0;
}
