-- What the engine needs beyond the first schema: the journal of remote writes, the retry queue, watermarks,
-- the texts of mappings, decisions of people, and the keyring.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- No key material: ids only.
CREATE TABLE keyring (
    kid        TEXT PRIMARY KEY CHECK (length(kid) = 16),
    state      TEXT NOT NULL CHECK (state IN ('active', 'retired')),
    created_at TEXT NOT NULL,
    retired_at TEXT,
    seals      INTEGER NOT NULL DEFAULT 0 CHECK (seals >= 0),
    CHECK ((state = 'retired') = (retired_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX keyring_one_active ON keyring (state) WHERE state = 'active';

-- One row per remote write, from before it is sent until its outcome is recorded.
CREATE TABLE sync_intents (
    id              INTEGER PRIMARY KEY,
    sync_config_id  INTEGER NOT NULL REFERENCES sync_configs (id) ON DELETE CASCADE,
    kind            TEXT NOT NULL CHECK (kind IN ('create', 'update', 'remove')),
    side            TEXT NOT NULL CHECK (side IN ('source', 'target')), -- where the write goes
    origin_item_id  TEXT NOT NULL DEFAULT '', -- create: the item on the other side
    item_id         TEXT NOT NULL DEFAULT '', -- update, remove
    item_type       TEXT NOT NULL DEFAULT '',
    marker          TEXT NOT NULL DEFAULT '',
    fields          TEXT NOT NULL CHECK (json_valid(fields)),
    first_sent_at   TEXT,
    negative_probes INTEGER NOT NULL DEFAULT 0 CHECK (negative_probes >= 0),
    last_probe_at   TEXT
) STRICT;
CREATE INDEX sync_intents_pair ON sync_intents (sync_config_id);
-- A second run that got past the lock still cannot create a partner twice.
CREATE UNIQUE INDEX sync_intents_create ON sync_intents (sync_config_id, side, origin_item_id)
    WHERE kind = 'create';

CREATE TABLE retry_queue (
    sync_config_id INTEGER NOT NULL REFERENCES sync_configs (id) ON DELETE CASCADE,
    side           TEXT NOT NULL CHECK (side IN ('source', 'target')),
    item_id        TEXT NOT NULL,
    attempts       INTEGER NOT NULL DEFAULT 1 CHECK (attempts > 0),
    reason         TEXT NOT NULL,
    since          TEXT NOT NULL,
    PRIMARY KEY (sync_config_id, side, item_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE mapping_revisions (
    sync_config_id INTEGER NOT NULL REFERENCES sync_configs (id) ON DELETE CASCADE,
    revision       INTEGER NOT NULL CHECK (revision > 0),
    document       TEXT NOT NULL, -- as it was imported, comments included
    created_at     TEXT NOT NULL,
    PRIMARY KEY (sync_config_id, revision)
) STRICT;

CREATE TABLE watermarks (
    sync_config_id INTEGER NOT NULL REFERENCES sync_configs (id) ON DELETE CASCADE,
    side           TEXT NOT NULL CHECK (side IN ('source', 'target')),
    bytes          BLOB NOT NULL, -- only the connector reads it
    updated_at     TEXT NOT NULL,
    PRIMARY KEY (sync_config_id, side)
) STRICT;

-- What a person decided; the next run carries it out.
ALTER TABLE sync_conflicts ADD COLUMN decision TEXT CHECK (decision IN ('source', 'target', 'newest', 'set'));
ALTER TABLE sync_conflicts ADD COLUMN decision_value TEXT
    CHECK (decision_value IS NULL OR json_valid(decision_value));
ALTER TABLE sync_conflicts ADD COLUMN decided_at TEXT;
CREATE INDEX sync_conflicts_decided ON sync_conflicts (synced_item_id)
    WHERE decision IS NOT NULL AND resolved_at IS NULL;

-- Mapping revision and filters that the last complete run went by.
ALTER TABLE sync_configs ADD COLUMN completed_basis TEXT NOT NULL DEFAULT '';

INSERT INTO system_settings (key, value, value_type, description) VALUES
    ('guard.max_deletes', '10', 'integer', 'Deletions or closings that a run may do without --allow-mass-change');
