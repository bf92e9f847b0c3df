-- The alias table and its history: an append-only log, and the tables that are projections of it.
-- A row of a projection holds from revision "since" up to, and not including, "until";
-- 9223372036854775807 is still in force. Rows are closed and never changed otherwise.

CREATE TABLE meta (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

CREATE TABLE change (
    revision BIGINT PRIMARY KEY,
    made_at BIGINT NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    operation TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    request_id TEXT COLLATE "C" NOT NULL,
    approved_by TEXT COLLATE "C" NOT NULL,
    payload TEXT COLLATE "C" NOT NULL,
    effects TEXT COLLATE "C" NOT NULL,
    digest TEXT COLLATE "C" NOT NULL
);

CREATE TABLE touch (
    entity_id TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (entity_id, revision)
);

CREATE INDEX touch_by_revision ON touch (revision);

CREATE TABLE entity (
    id TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    country TEXT COLLATE "C" NOT NULL,
    gender TEXT COLLATE "C" NOT NULL,
    description TEXT COLLATE "C" NOT NULL,
    xrefs TEXT COLLATE "C" NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (id, since)
);

CREATE INDEX entity_by_number ON entity (number);

CREATE TABLE alias (
    entity_id TEXT COLLATE "C" NOT NULL,
    text TEXT COLLATE "C" NOT NULL,
    lang TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    script TEXT COLLATE "C" NOT NULL,
    scheme TEXT COLLATE "C" NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (entity_id, text, lang, since)
);

CREATE TABLE redirect (
    id TEXT COLLATE "C" NOT NULL,
    target TEXT COLLATE "C" NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (id, since)
);

CREATE INDEX redirect_by_target ON redirect (target);

CREATE TABLE ruling (
    kind TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    object TEXT COLLATE "C" NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (kind, subject, object, since)
);

CREATE INDEX ruling_by_subject ON ruling (subject);
CREATE INDEX ruling_by_object ON ruling (object);

CREATE TABLE request (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    digest TEXT COLLATE "C" NOT NULL,
    first BIGINT NOT NULL,
    last BIGINT NOT NULL,
    created TEXT COLLATE "C" NOT NULL
);

CREATE TABLE proposal (
    id BIGINT PRIMARY KEY,
    made_at BIGINT NOT NULL,
    request_id TEXT COLLATE "C" NOT NULL,
    author TEXT COLLATE "C" NOT NULL,
    operations TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    decided_by TEXT COLLATE "C" NOT NULL,
    note TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL
);
