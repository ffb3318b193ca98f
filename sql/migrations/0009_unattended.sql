-- What running unattended needs: the zone of a schedule, items that a webhook named, secrets of webhooks, key rotations.

ALTER TABLE sync_configs ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'UTC'; -- what schedule_cron is read in (IANA name)

ALTER TABLE connectors ADD COLUMN webhook_secret TEXT; -- an envelope; NULL: the setting webhook_secret counts
ALTER TABLE connectors ADD COLUMN previous_webhook_secret TEXT; -- an envelope; taken as well while senders change over

-- Items that a webhook named; the next run of the pair looks at them first. Ids only: a payload is not trusted for values.
CREATE TABLE due_items (
    sync_config_id INTEGER NOT NULL REFERENCES sync_configs (id) ON DELETE CASCADE,
    side           TEXT NOT NULL CHECK (side IN ('source', 'target')),
    item_id        TEXT NOT NULL CHECK (item_id <> ''),
    queued_at      TEXT NOT NULL,
    PRIMARY KEY (sync_config_id, side, item_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_items_age ON due_items (sync_config_id, queued_at);

-- Digests of deliveries of the last minutes, so that one that is sent again costs nothing.
CREATE TABLE webhook_deliveries (
    connector_id INTEGER NOT NULL REFERENCES connectors (id) ON DELETE CASCADE,
    digest       TEXT NOT NULL CHECK (length(digest) = 64), -- SHA-256 of the body
    received_at  TEXT NOT NULL,
    PRIMARY KEY (connector_id, digest)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (received_at);

CREATE TABLE key_rotations (
    id            INTEGER PRIMARY KEY,
    from_kid      TEXT NOT NULL CHECK (length(from_kid) = 16),
    to_kid        TEXT NOT NULL CHECK (length(to_kid) = 16),
    sealed_values INTEGER NOT NULL CHECK (sealed_values >= 0), -- how many were sealed anew
    rotated_at    TEXT NOT NULL
) STRICT;
