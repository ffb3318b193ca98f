-- What a later run has to make sure of, what an item is beside its id, and how often a link was written in a day.

CREATE TABLE link_doubts (
    synced_item_id INTEGER NOT NULL REFERENCES synced_items (id) ON DELETE CASCADE,
    side           TEXT NOT NULL CHECK (side IN ('source', 'target')),
    kind           TEXT NOT NULL CHECK (kind IN ('coarse_revision', 'unseen_create')),
    since          TEXT NOT NULL,
    PRIMARY KEY (synced_item_id, side, kind)
) STRICT, WITHOUT ROWID;

-- Hashes of what stays the same as long as an id means the same item; 0: the tracker has no such thing.
ALTER TABLE synced_items ADD COLUMN source_identity INTEGER NOT NULL DEFAULT 0;
ALTER TABLE synced_items ADD COLUMN target_identity INTEGER NOT NULL DEFAULT 0;

-- The tracker's time of the last change that was not ours, where it is another than that of the revision.
ALTER TABLE synced_items ADD COLUMN source_edited_at TEXT;
ALTER TABLE synced_items ADD COLUMN target_edited_at TEXT;

-- Writes of ours to either item on the UTC day of the last one.
ALTER TABLE synced_items ADD COLUMN write_day TEXT NOT NULL DEFAULT '';
ALTER TABLE synced_items ADD COLUMN day_writes INTEGER NOT NULL DEFAULT 0 CHECK (day_writes >= 0);

INSERT INTO system_settings (key, value, value_type, description) VALUES
    ('guard.max_daily_writes', '50', 'integer', 'Writes to one linked item in a day before it is parked until the next');
