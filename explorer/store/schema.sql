-- Canonical: bulletins and articles. Everything below them is derived and can be rebuilt.
-- An offset pair is (start, stop) in articles.text, half open; JSON columns hold UTF-8 text.

CREATE TABLE IF NOT EXISTS meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS bulletins (
    id TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    source_name TEXT NOT NULL,
    series TEXT NOT NULL,
    issue_no INTEGER,
    total_no INTEGER,
    year INTEGER,
    issuer TEXT NOT NULL,
    date TEXT NOT NULL,
    date_source TEXT NOT NULL,
    printed TEXT NOT NULL,
    posted TEXT NOT NULL,
    contributor TEXT NOT NULL,
    author TEXT NOT NULL,
    disclosure TEXT NOT NULL,
    recipients TEXT NOT NULL,        -- JSON [[mode, [name, …]], …]
    printer TEXT NOT NULL,
    colophon_date TEXT NOT NULL,
    copies INTEGER,
    extractor TEXT NOT NULL          -- version of the extractor that read this issue
) STRICT;
CREATE INDEX IF NOT EXISTS bulletins_newest ON bulletins (date DESC, issue_no DESC, id);

-- How the file of an issue was read: its text as read, deflated (zlib); JSON arrays of the offset in it at which each page
-- begins, of how sure the characters of each page are (empty where they are certain), and of the steps taken.
CREATE TABLE IF NOT EXISTS readings (
    bulletin_id TEXT PRIMARY KEY REFERENCES bulletins (id) ON DELETE CASCADE,
    form TEXT NOT NULL,
    text BLOB NOT NULL,
    pages TEXT NOT NULL,
    confidence TEXT NOT NULL,
    steps TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which file, by its absolute path, was read with which content: what changed or is gone is known by it.
CREATE TABLE IF NOT EXISTS files (
    path TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS files_content ON files (sha256);

-- Files that could not be read. `seen`: somebody has seen to it.
CREATE TABLE IF NOT EXISTS unread (
    path TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    remedy TEXT NOT NULL,
    seen INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS articles (
    id TEXT PRIMARY KEY,
    bulletin_id TEXT NOT NULL REFERENCES bulletins (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    part TEXT NOT NULL,
    section TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    body_start INTEGER NOT NULL,
    attribution TEXT NOT NULL,
    date TEXT NOT NULL,
    issuer TEXT NOT NULL,
    origins TEXT NOT NULL,           -- JSON [[start, origin, length], …]
    mended TEXT NOT NULL,            -- JSON [[start, stop], …]
    place TEXT NOT NULL DEFAULT '',  -- code of the division the article is about
    UNIQUE (bulletin_id, position)
) STRICT;

-- A digest of what an article says, so that a page of the disk that went bad is known.
CREATE TABLE IF NOT EXISTS digests (
    article_id TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    digest BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS articles_titled ON articles (substr(title, 1, 2));
CREATE INDEX IF NOT EXISTS articles_placed ON articles (place, part, bulletin_id, date, id);

-- Versions of one story. A band is a key that two texts share if they are much alike (see explorer/versions.py); `alike` holds the
-- pairs that are; `versions` the articles that have a better text, the reading text: only that has facts and is searched;
-- `uncompared` those that came since.
CREATE TABLE IF NOT EXISTS bands (
    key INTEGER NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (key, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS bands_article ON bands (article_id);
CREATE TABLE IF NOT EXISTS sketches (
    article_id TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    sketch BLOB NOT NULL                -- MinHash signature
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS alike (
    one TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    other TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS alike_other ON alike (other);
CREATE TABLE IF NOT EXISTS versions (
    article_id TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    reading_id TEXT NOT NULL            -- may be withdrawn before the reading text is chosen anew
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS versions_reading ON versions (reading_id);
CREATE TABLE IF NOT EXISTS uncompared (
    article_id TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS entities (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    place TEXT NOT NULL,
    inferred INTEGER NOT NULL,
    attrs TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS entities_kind ON entities (kind, name);
CREATE INDEX IF NOT EXISTS entities_place ON entities (place, kind);

-- `key` is the surface made comparable. The entity's own name is one of its rows.
CREATE TABLE IF NOT EXISTS aliases (
    entity_id TEXT NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
    surface TEXT NOT NULL,
    key TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (entity_id, surface)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS aliases_key ON aliases (key);

-- A ref is a local name; resolution only sets its entity. Checked at commit, because entities are rewritten whole.
CREATE TABLE IF NOT EXISTS refs (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    entity_id TEXT REFERENCES entities (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (kind, name, scope)
) STRICT;
CREATE INDEX IF NOT EXISTS refs_entity ON refs (entity_id);

CREATE TABLE IF NOT EXISTS mentions (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    ref_id INTEGER NOT NULL REFERENCES refs (id),
    surface TEXT NOT NULL,
    rule TEXT NOT NULL,
    confidence REAL NOT NULL,
    decided TEXT NOT NULL DEFAULT '',   -- the correction that accepted, changed or added it; '' for what the machine found
    PRIMARY KEY (article_id, start, stop, ref_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS mentions_ref ON mentions (ref_id, article_id);

CREATE TABLE IF NOT EXISTS relations (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject_ref INTEGER NOT NULL REFERENCES refs (id),
    object_ref INTEGER NOT NULL REFERENCES refs (id),
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    quote TEXT NOT NULL,
    date TEXT NOT NULL,
    date_text TEXT NOT NULL,
    attrs TEXT NOT NULL,
    rule TEXT NOT NULL,
    confidence REAL NOT NULL,
    implied INTEGER NOT NULL,
    decided TEXT NOT NULL DEFAULT ''    -- as in mentions
) STRICT;
CREATE INDEX IF NOT EXISTS relations_article ON relations (article_id, start);
CREATE INDEX IF NOT EXISTS relations_subject ON relations (subject_ref);
CREATE INDEX IF NOT EXISTS relations_object ON relations (object_ref);
CREATE INDEX IF NOT EXISTS relations_doubtful ON relations (confidence, id) WHERE decided = '' AND implied = 0;
CREATE INDEX IF NOT EXISTS relations_endorsed ON relations (article_id) WHERE kind = 'endorsed';

-- Which refs an article names, by a mention or by a relation that is not merely implied.
CREATE TABLE IF NOT EXISTS appearances (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ref_id INTEGER NOT NULL REFERENCES refs (id),
    PRIMARY KEY (article_id, ref_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS appearances_ref ON appearances (ref_id, article_id);

-- Dated sentences: [start, stop) of the article tells of the ref what happened on a date. `sort` orders them (see
-- store/chronicle.py); `told` is a digest of date and words, equal where two articles tell the same of the same day in the same words.
CREATE TABLE IF NOT EXISTS dated (
    ref_id INTEGER NOT NULL REFERENCES refs (id),
    sort TEXT NOT NULL,
    told INTEGER NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    date TEXT NOT NULL,
    until TEXT NOT NULL,
    wording TEXT NOT NULL,
    PRIMARY KEY (ref_id, sort, told, article_id, start)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS dated_article ON dated (article_id, start, ref_id);

-- How names and titles are typed without Chinese: pinyin without tones, and the initials of its syllables.
CREATE TABLE IF NOT EXISTS entity_pinyin (
    entity_id TEXT NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
    full TEXT NOT NULL,
    initials TEXT NOT NULL,
    PRIMARY KEY (full, entity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entity_pinyin_initials ON entity_pinyin (initials);
CREATE INDEX IF NOT EXISTS entity_pinyin_entity ON entity_pinyin (entity_id);
CREATE TABLE IF NOT EXISTS title_pinyin (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    full TEXT NOT NULL,
    initials TEXT NOT NULL,
    PRIMARY KEY (full, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS title_pinyin_initials ON title_pinyin (initials);
CREATE INDEX IF NOT EXISTS title_pinyin_article ON title_pinyin (article_id);

-- Corrections by people (their log is a file: see explorer/corrections/log.py). What the machine found in the articles that they
-- touch, deflated JSON; what became of each correction; ids that are others now; pairs that are not the same.
CREATE TABLE IF NOT EXISTS found (
    article_id TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    content BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS corrected (
    article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    correction_id TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (article_id, correction_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settled (
    correction_id TEXT PRIMARY KEY,
    state TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS moved (
    old_id TEXT PRIMARY KEY,
    new_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS distinct_pairs (
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS distinct_pairs_other ON distinct_pairs (other);

INSERT INTO meta (key, value) VALUES ('revision', '0'), ('index_revision', '0'), ('linked', '0'), ('index_words', '[]') ON CONFLICT DO NOTHING;
