-- Mentions met lately, where somebody has asked for them to be recorded. Not part of the history:
-- old ones are removed, and a backup leaves them out. "document" is a digest of the document's ID.

CREATE TABLE mention (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    met_at INTEGER NOT NULL,
    document TEXT NOT NULL,
    surface TEXT NOT NULL,
    normal TEXT NOT NULL,
    lang TEXT NOT NULL,
    script TEXT NOT NULL,
    kind TEXT NOT NULL,
    doubtful INTEGER NOT NULL,
    entity_id TEXT NOT NULL,
    score REAL NOT NULL,
    snippet TEXT NOT NULL
);

CREATE INDEX mention_by_normal ON mention (normal);
CREATE INDEX mention_by_time ON mention (met_at);
