/* A reader: what is known of raw tokens and of gaps, asked of Python once; texts → their words. */
#define PY_SSIZE_T_CLEAN
#include "reading.h"

#include "module.h"

typedef struct { Stretch *at; size_t n, next; } Masked;

int make_room_for(void **array, size_t *room, size_t wanted, size_t size) {
    if (wanted <= *room) return 0;
    size_t grown = wanted * 2 + 64;
    void *found = grown > PY_SSIZE_T_MAX / size ? NULL : PyMem_Realloc(*array, grown * size);
    if (found == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    *array = found;
    *room = grown;
    return 0;
}

static int classify(uint8_t *classes, PyObject *letters, uint8_t sort) {
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(letters); i++) {
        Py_UCS4 letter = PyUnicode_READ_CHAR(letters, i);
        if (letter >= CLASSED) {
            PyErr_SetString(PyExc_ValueError, "a sign beyond all letters");
            return -1;
        }
        classes[letter] = sort;
    }
    return 0;
}

static PyObject *reader_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
    PyObject *word_type, *parts_of, *gap_of, *marks, *apostrophes, *invisible;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "OOOUUU", &word_type, &parts_of, &gap_of, &marks, &apostrophes,
                          &invisible))
        return NULL;
    if (!PyType_Check(word_type) || !PyType_IsSubtype((PyTypeObject *)word_type, &PyTuple_Type))
        return PyErr_Format(PyExc_TypeError, "a word is a tuple");
    ReaderObject *self = (ReaderObject *)type->tp_alloc(type, 0);
    if (self == NULL) return NULL;
    self->word_type = Py_NewRef(word_type);
    self->parts_of = Py_NewRef(parts_of);
    self->gap_of = Py_NewRef(gap_of);
    self->classes = PyMem_Malloc(CLASSED);
    if (self->classes == NULL) PyErr_NoMemory();
    else
        for (Py_UCS4 letter = 0; letter < CLASSED; letter++)
            self->classes[letter] = Py_UNICODE_ISALNUM(letter) ? LETTER : NO_LETTER;
    if (self->classes == NULL || classify(self->classes, marks, LETTER) ||
        classify(self->classes, apostrophes, APOSTROPHE) ||
        classify(self->classes, invisible, INVISIBLE))
        Py_CLEAR(self);
    return (PyObject *)self;
}

static void reader_dealloc(PyObject *object) {
    ReaderObject *self = (ReaderObject *)object;
    for (size_t i = 0; i < self->word_n; i++) {
        Py_DECREF(self->words[i].text);
        Py_DECREF(self->words[i].capitals);
    }
    for (size_t i = 0; i < self->gaps.n; i++) Py_DECREF(self->gaps_known[i].gap);
    release_interned(&self->raws);
    release_interned(&self->gaps);
    PyMem_Free(self->classes);
    PyMem_Free(self->parts);
    PyMem_Free(self->words);
    PyMem_Free(self->gaps_known);
    Py_XDECREF(self->word_type);
    Py_XDECREF(self->parts_of);
    Py_XDECREF(self->gap_of);
    Py_TYPE(object)->tp_free(object);
}

/* Take one part of a raw token as Python tells it, with the word that it is. */
static int take_part(ReaderObject *self, PyObject *told) {
    unsigned int start, end, cut_start, cut_end, flags;
    PyObject *text, *capitals;
    if (!PyTuple_Check(told) ||
        !PyArg_ParseTuple(told, "IIIIUO!I", &start, &end, &cut_start, &cut_end, &text,
                          &PyLong_Type, &capitals, &flags)) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "a part is a tuple");
        return -1;
    }
    if (make_room_for((void **)&self->parts, &self->part_room, self->part_n + 1, sizeof(Part)) ||
        make_room_for((void **)&self->words, &self->word_room, self->word_n + 1,
                      sizeof(WordKnown)))
        return -1;
    self->words[self->word_n] = (WordKnown){Py_NewRef(text), Py_NewRef(capitals), flags};
    self->parts[self->part_n++] =
        (Part){start, end, cut_start, cut_end, (uint32_t)self->word_n++, 0};
    return 0;
}

/* Keep the parts from one on for a raw token: of one that is a word whole that word is enough. */
static void keep_parts(ReaderObject *self, size_t first, Kept *kept) {
    size_t count = self->part_n - first;
    kept->value = count ? (uint32_t)first : NO_NUMBER;
    for (size_t i = 0; i < count; i++) self->parts[first + i].left = (uint32_t)(count - i);
    if (count != 1) return;
    Part part = self->parts[first];
    if (part.start || part.cut_start || part.end != kept->n || part.cut_end != kept->n) return;
    kept->is_whole = 1;
    kept->value = part.word;
    self->part_n = first;
}

/* Ask Python what a raw token says, and keep it; NULL for an error. */
static const Kept *learn_raw(ReaderObject *self, const Text *text, PyObject *whole, Stretch own,
                             uint32_t hash) {
    PyObject *raw = PyUnicode_Substring(whole, (Py_ssize_t)own.start, (Py_ssize_t)own.end);
    PyObject *told = raw ? PyObject_CallOneArg(self->parts_of, raw) : NULL;
    Py_XDECREF(raw);
    if (told == NULL) return NULL;
    Kept *kept = find_interned(&self->raws, text, own, hash);
    if (kept) { /* another thread was faster */
        Py_DECREF(told);
        return kept;
    }
    size_t first = self->part_n;
    if (!PyTuple_Check(told)) PyErr_SetString(PyExc_TypeError, "parts are a tuple");
    for (Py_ssize_t i = 0; !PyErr_Occurred() && i < PyTuple_GET_SIZE(told); i++)
        take_part(self, PyTuple_GET_ITEM(told, i));
    Py_DECREF(told);
    if (!PyErr_Occurred() && (kept = intern(&self->raws, text, own, hash)) == NULL)
        PyErr_NoMemory();
    if (kept == NULL) {
        self->part_n = first;
        return NULL;
    }
    keep_parts(self, first, kept);
    return kept;
}

static uint32_t learn_gap(ReaderObject *self, const Text *text, PyObject *whole, Stretch own,
                          uint32_t hash) {
    PyObject *gap = PyUnicode_Substring(whole, (Py_ssize_t)own.start, (Py_ssize_t)own.end);
    PyObject *told = gap ? PyObject_CallOneArg(self->gap_of, gap) : NULL, *plain;
    unsigned int flags;
    Kept *kept = NULL;
    Py_XDECREF(gap);
    if (told == NULL) return NO_NUMBER;
    if (!PyTuple_Check(told) || !PyArg_ParseTuple(told, "UI", &plain, &flags)) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "a gap is told by a tuple");
    } else if ((kept = find_interned(&self->gaps, text, own, hash)) == NULL &&
               !make_room_for((void **)&self->gaps_known, &self->gap_room,
                              (size_t)self->gaps.n + 1, sizeof(GapKnown))) {
        kept = intern(&self->gaps, text, own, hash);
        if (kept == NULL) {
            PyErr_NoMemory();
        } else {
            kept->value = self->gaps.n - 1;
            self->gaps_known[kept->value] = (GapKnown){Py_NewRef(plain), flags};
        }
    }
    Py_DECREF(told);
    return kept ? kept->value : NO_NUMBER;
}

static uint32_t gap_number(ReaderObject *self, const Text *text, PyObject *whole, Stretch own) {
    int is_space = own.end - own.start == 1 && letter_at(text, own.start) == ' ';
    if (is_space && self->space) return self->space - 1; /* most gaps by far */
    uint32_t hash = hash_of(text, own);
    const Kept *kept = find_interned(&self->gaps, text, own, hash);
    uint32_t number = kept ? kept->value : learn_gap(self, text, whole, own, hash);
    if (is_space && number != NO_NUMBER) self->space = number + 1;
    return number;
}

static int is_masked(Masked *masked, size_t start, size_t end) {
    while (masked->next < masked->n && masked->at[masked->next].end <= start) masked->next++;
    return masked->next < masked->n && masked->at[masked->next].start < end;
}

/* Add a word of a raw token to a reading, unless it is masked. */
static int add_place(ReadingObject *found, const Text *text, PyObject *whole, size_t at, Part part,
                     Masked *masked) {
    ReaderObject *self = found->reader;
    if (masked->n && is_masked(masked, at + part.cut_start, at + part.cut_end)) return 0;
    size_t last = found->n ? found->places[found->n - 1].end : 0;
    size_t start = at + part.start, end = at + part.end;
    if (last > start || start > end || end > text->n) {
        PyErr_SetString(PyExc_ValueError, "the parts of a raw token overlap");
        return -1;
    }
    uint32_t gap = gap_number(self, text, whole, (Stretch){last, start});
    if (gap == NO_NUMBER ||
        make_room_for((void **)&found->places, &found->room, found->n + 1, sizeof(Place)))
        return -1;
    uint32_t opens = !found->n || self->gaps_known[gap].flags & OPENS;
    uint32_t stops = end < text->n && letter_at(text, end) == '.';
    uint32_t signs = self->gaps_known[gap].flags;
    if (signs & SIGN) found->signs |= OF_MAIL_OR_PATH;
    if (signs & WEB || (stops && self->words[part.word].flags & OF_ADDRESS)) found->signs |= OF_WEB;
    found->places[found->n++] =
        (Place){(uint32_t)start, (uint32_t)end, part.word, gap, opens, stops};
    return 0;
}

/* Add the words of one raw token to a reading. */
static int add_places(ReadingObject *found, const Text *text, PyObject *whole, Stretch own,
                      uint32_t hash, Masked *masked) {
    ReaderObject *self = found->reader;
    const Kept *kept = find_interned(&self->raws, text, own, hash);
    if (kept == NULL && (kept = learn_raw(self, text, whole, own, hash)) == NULL) return -1;
    if (kept->is_whole) {
        Part part = {0, kept->n, 0, kept->n, kept->value, 1};
        return add_place(found, text, whole, own.start, part, masked);
    }
    for (uint32_t i = kept->value, left = i == NO_NUMBER ? 0 : self->parts[i].left; left; left--, i++)
        if (add_place(found, text, whole, own.start, self->parts[i], masked)) return -1;
    return 0;
}

static int take_masked(PyObject *given, Masked *masked) {
    masked->n = (size_t)PyList_GET_SIZE(given);
    masked->at = PyMem_Calloc(masked->n + 1, sizeof *masked->at);
    if (masked->at == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t i = 0; i < masked->n; i++) {
        Py_ssize_t start, end;
        PyObject *pair = PyList_GET_ITEM(given, (Py_ssize_t)i);
        if (!PyTuple_Check(pair) || !PyArg_ParseTuple(pair, "nn", &start, &end)) {
            if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "masked spans are pairs");
            return -1;
        }
        masked->at[i] = (Stretch){(size_t)start, (size_t)end};
    }
    return 0;
}

static int has_signs(const Text *text, size_t from) {
    for (; from < text->n; from++)
        if (letter_at(text, from) == '@' || letter_at(text, from) == '/') return 1;
    return 0;
}

/* read(text, masked): the words of a text outside some spans, which are in order. */
static PyObject *reader_read(PyObject *object, PyObject *args) {
    PyObject *whole, *spans;
    Masked masked = {NULL, 0, 0};
    if (!PyArg_ParseTuple(args, "UO!", &whole, &PyList_Type, &spans)) return NULL;
    if (PyUnicode_GET_LENGTH(whole) > MOST_KEPT)
        return PyErr_Format(PyExc_ValueError, "the text is too long");
    Text text = {PyUnicode_DATA(whole), (size_t)PyUnicode_GET_LENGTH(whole),
                 (int)PyUnicode_KIND(whole)};
    ReadingObject *found = PyObject_New(ReadingObject, &reading_type);
    if (found == NULL) return NULL;
    found->reader = (ReaderObject *)Py_NewRef(object);
    found->places = NULL;
    found->n = found->room = 0;
    found->signs = 0;
    found->words = NULL;
    Stretch own = {0, 0};
    int failed = take_masked(spans, &masked);
    uint32_t hash;
    while (!failed && next_word(&text, found->reader->classes, own.end, &own, &hash))
        failed = add_places(found, &text, whole, own, hash, &masked);
    PyMem_Free(masked.at);
    if (has_signs(&text, found->n ? found->places[found->n - 1].end : 0))
        found->signs |= OF_MAIL_OR_PATH;
    if (failed) Py_CLEAR(found);
    return (PyObject *)found;
}

/* How much is kept: letters of raw tokens and gaps. */
static PyObject *reader_kept(PyObject *object, PyObject *unused) {
    ReaderObject *self = (ReaderObject *)object;
    (void)unused;
    return PyLong_FromSize_t(self->raws.letters + self->gaps.letters);
}

static PyMethodDef reader_methods[] = {
    {"read", reader_read, METH_VARARGS, "read(text, masked) -> its words, read"},
    {"kept", reader_kept, METH_NOARGS, "kept() -> how many letters of raw tokens and gaps"},
    {NULL, NULL, 0, NULL},
};

PyTypeObject reader_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "normalizer.native._kernel.Reader",
    .tp_doc = "Reader(word_type, parts_of, gap_of, marks, apostrophes, invisible)",
    .tp_basicsize = sizeof(ReaderObject),
    .tp_dealloc = reader_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = reader_new,
    .tp_methods = reader_methods,
};
