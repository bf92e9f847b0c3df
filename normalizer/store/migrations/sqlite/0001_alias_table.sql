-- The alias table and its history: an append-only log, and the tables that are projections of it.
-- A row of a projection holds from revision "since" up to, and not including, "until";
-- 9223372036854775807 is still in force. Rows are closed and never changed otherwise.

CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE change (
    revision INTEGER PRIMARY KEY,
    made_at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    operation TEXT NOT NULL,
    reason TEXT NOT NULL,
    source TEXT NOT NULL,
    request_id TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    payload TEXT NOT NULL,
    effects TEXT NOT NULL,
    digest TEXT NOT NULL
);

CREATE TABLE touch (
    entity_id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (entity_id, revision)
) WITHOUT ROWID;

CREATE INDEX touch_by_revision ON touch (revision);

CREATE TABLE entity (
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    gender TEXT NOT NULL,
    description TEXT NOT NULL,
    xrefs TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (id, since)
) WITHOUT ROWID;

CREATE INDEX entity_by_number ON entity (number);

CREATE TABLE alias (
    entity_id TEXT NOT NULL,
    text TEXT NOT NULL,
    lang TEXT NOT NULL,
    kind TEXT NOT NULL,
    script TEXT NOT NULL,
    scheme TEXT NOT NULL,
    source TEXT NOT NULL,
    note TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (entity_id, text, lang, since)
) WITHOUT ROWID;

CREATE TABLE redirect (
    id TEXT NOT NULL,
    target TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (id, since)
) WITHOUT ROWID;

CREATE INDEX redirect_by_target ON redirect (target);

CREATE TABLE ruling (
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    object TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (kind, subject, object, since)
) WITHOUT ROWID;

CREATE INDEX ruling_by_subject ON ruling (subject);
CREATE INDEX ruling_by_object ON ruling (object);

CREATE TABLE request (
    id TEXT NOT NULL PRIMARY KEY,
    digest TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    created TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE proposal (
    id INTEGER PRIMARY KEY,
    made_at INTEGER NOT NULL,
    request_id TEXT NOT NULL,
    author TEXT NOT NULL,
    operations TEXT NOT NULL,
    state TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    note TEXT NOT NULL,
    revision INTEGER NOT NULL
);
