-- Mentions met lately, where somebody has asked for them to be recorded. Not part of the history:
-- old ones are removed, and a backup leaves them out. "document" is a digest of the document's ID.

CREATE TABLE mention (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    met_at BIGINT NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    surface TEXT COLLATE "C" NOT NULL,
    normal TEXT COLLATE "C" NOT NULL,
    lang TEXT COLLATE "C" NOT NULL,
    script TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    doubtful BIGINT NOT NULL,
    entity_id TEXT COLLATE "C" NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    snippet TEXT COLLATE "C" NOT NULL
);

CREATE INDEX mention_by_normal ON mention (normal);
CREATE INDEX mention_by_time ON mention (met_at);
