-- The newest schema, as the migrations make it. Written by scripts/schema; to change the schema, add a
-- migration. A test of the store compares it.

CREATE TABLE schema_migrations (
    version    INTEGER PRIMARY KEY CHECK (version > 0),
    name       TEXT NOT NULL,
    checksum   TEXT NOT NULL CHECK (length(checksum) = 64), -- SHA-256 of the migration's text
    applied_at TEXT NOT NULL,
    duration   INTEGER NOT NULL CHECK (duration >= 0)       -- milliseconds
) STRICT;

CREATE TABLE system_settings (
    key         TEXT PRIMARY KEY,
    value       TEXT NOT NULL,
    value_type  TEXT NOT NULL CHECK (value_type IN ('integer', 'text', 'secret')),
    description TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE connectors (
    id                    INTEGER PRIMARY KEY,
    uuid                  TEXT NOT NULL, -- binds the sealed credentials to this row; never changes
    name                  TEXT NOT NULL CHECK (name <> ''),
    connector_type        TEXT NOT NULL CHECK (connector_type <> ''),
    base_url              TEXT NOT NULL,
    endpoint              TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(endpoint)), -- settings: project, portal, ...
    auth_type             TEXT NOT NULL DEFAULT 'none'
                          CHECK (auth_type IN ('none', 'secret', 'basic', 'pat', 'api_key', 'oauth2')),
    encrypted_credentials TEXT, -- an envelope of the vault
    is_active             INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    metadata              TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)),
    created_at            TEXT NOT NULL,
    updated_at            TEXT NOT NULL
, quiet_until TEXT, access_token TEXT, webhook_secret TEXT, previous_webhook_secret TEXT) STRICT;

CREATE UNIQUE INDEX connectors_name ON connectors (name);

CREATE UNIQUE INDEX connectors_uuid ON connectors (uuid);

CREATE INDEX connectors_active ON connectors (is_active, connector_type);

CREATE TABLE connector_work_item_types (
    id               INTEGER PRIMARY KEY,
    connector_id     INTEGER NOT NULL REFERENCES connectors (id) ON DELETE CASCADE,
    type_name        TEXT NOT NULL,
    type_id          TEXT NOT NULL,
    enabled_for_sync INTEGER NOT NULL DEFAULT 1 CHECK (enabled_for_sync IN (0, 1)),
    metadata         TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata)),
    sort_order       INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX connector_work_item_types_name ON connector_work_item_types (connector_id, type_name);

CREATE TABLE connector_statuses (
    id                INTEGER PRIMARY KEY,
    work_item_type_id INTEGER NOT NULL REFERENCES connector_work_item_types (id) ON DELETE CASCADE,
    status_name       TEXT NOT NULL,
    status_value      TEXT NOT NULL,
    status_category   TEXT NOT NULL
                      CHECK (status_category IN ('proposed', 'in_progress', 'resolved', 'completed', 'removed')),
    sort_order        INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX connector_statuses_name ON connector_statuses (work_item_type_id, status_name);

CREATE TABLE connector_fields (
    id                INTEGER PRIMARY KEY,
    work_item_type_id INTEGER NOT NULL REFERENCES connector_work_item_types (id) ON DELETE CASCADE,
    field_name        TEXT NOT NULL,
    field_reference   TEXT NOT NULL,
    field_type        TEXT NOT NULL
                      CHECK (field_type IN ('text', 'html', 'markdown', 'number', 'boolean', 'date', 'choice',
                                            'user', 'list', 'status')),
    is_required       INTEGER NOT NULL DEFAULT 0 CHECK (is_required IN (0, 1)),
    is_readonly       INTEGER NOT NULL DEFAULT 0 CHECK (is_readonly IN (0, 1)),
    max_length        INTEGER CHECK (max_length >= 0), -- code points
    allowed_values    TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(allowed_values)),
    default_value     TEXT,
    suggestion_score  REAL,
    sort_order        INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX connector_fields_reference ON connector_fields (work_item_type_id, field_reference);

CREATE INDEX connector_fields_name ON connector_fields (work_item_type_id, field_name);

CREATE TABLE sync_configs (
    id                  INTEGER PRIMARY KEY,
    uuid                TEXT NOT NULL, -- part of every marker; never changes
    name                TEXT NOT NULL CHECK (name <> ''),
    description         TEXT NOT NULL DEFAULT '',
    source_connector_id INTEGER NOT NULL REFERENCES connectors (id) ON DELETE RESTRICT,
    target_connector_id INTEGER NOT NULL REFERENCES connectors (id) ON DELETE RESTRICT,
    direction           TEXT NOT NULL DEFAULT 'both'
                        CHECK (direction IN ('both', 'source-to-target', 'target-to-source')),
    trigger_type        TEXT NOT NULL DEFAULT 'manual'
                        CHECK (trigger_type IN ('manual', 'scheduled', 'webhook')),
    schedule_cron       TEXT NOT NULL DEFAULT '',
    conflict_resolution TEXT NOT NULL DEFAULT 'last-write-wins'
                        CHECK (conflict_resolution IN ('last-write-wins', 'source-priority', 'target-priority',
                                                       'manual')),
    is_active           INTEGER NOT NULL DEFAULT 1 CHECK (is_active IN (0, 1)),
    last_sync_at        TEXT,
    next_sync_at        TEXT,
    sync_filter         TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(sync_filter)),
    options             TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(options)), -- mapping rules without a table
    created_at          TEXT NOT NULL,
    updated_at          TEXT NOT NULL, completed_basis TEXT NOT NULL DEFAULT '', time_zone TEXT NOT NULL DEFAULT 'UTC',
    CHECK (source_connector_id <> target_connector_id)
) STRICT;

CREATE UNIQUE INDEX sync_configs_name ON sync_configs (name);

CREATE UNIQUE INDEX sync_configs_uuid ON sync_configs (uuid);

CREATE INDEX sync_configs_source ON sync_configs (source_connector_id);

CREATE INDEX sync_configs_target ON sync_configs (target_connector_id);

CREATE INDEX sync_configs_due ON sync_configs (next_sync_at) WHERE is_active = 1;

CREATE TABLE sync_type_mappings (
    id             INTEGER PRIMARY KEY,
    sync_config_id INTEGER NOT NULL REFERENCES sync_configs (id) ON DELETE CASCADE,
    sort_order     INTEGER NOT NULL,
    source_type    TEXT NOT NULL,
    target_type    TEXT NOT NULL,
    direction      TEXT NOT NULL CHECK (direction IN ('both', 'to_target', 'to_source')),
    line           INTEGER NOT NULL DEFAULT 0 -- in the mapping document
, conditions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(conditions))) STRICT;

CREATE UNIQUE INDEX sync_type_mappings_order ON sync_type_mappings (sync_config_id, sort_order);

CREATE TABLE sync_status_mappings (
    id             INTEGER PRIMARY KEY,
    sync_config_id INTEGER NOT NULL REFERENCES sync_configs (id) ON DELETE CASCADE,
    sort_order     INTEGER NOT NULL,
    source_status  TEXT, -- NULL: the target's status is a constant
    target_status  TEXT, -- NULL: the source's status is a constant
    direction      TEXT NOT NULL CHECK (direction IN ('both', 'to_target', 'to_source')),
    line           INTEGER NOT NULL DEFAULT 0,
    CHECK (source_status IS NOT NULL OR target_status IS NOT NULL)
) STRICT;

CREATE UNIQUE INDEX sync_status_mappings_order ON sync_status_mappings (sync_config_id, sort_order);

CREATE TABLE sync_field_mappings (
    id                    INTEGER PRIMARY KEY,
    sync_config_id        INTEGER NOT NULL REFERENCES sync_configs (id) ON DELETE CASCADE,
    sort_order            INTEGER NOT NULL,
    source_field          TEXT NOT NULL DEFAULT '', -- empty: a constant on the target
    target_field          TEXT NOT NULL DEFAULT '', -- empty: a constant on the source
    direction             TEXT NOT NULL CHECK (direction IN ('both', 'to_target', 'to_source')),
    transformation        TEXT NOT NULL DEFAULT 'none', -- 'chain' when there are several
    transformation_config TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(transformation_config)),
    constant_value        TEXT,
    conflict_resolution   TEXT CHECK (conflict_resolution IN ('last-write-wins', 'source-priority',
                                                              'target-priority', 'manual')),
    only_types            TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(only_types)),
    line                  INTEGER NOT NULL DEFAULT 0, conditions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(conditions)), text_merge TEXT NOT NULL DEFAULT 'whole'
    CHECK (text_merge IN ('whole', 'lines')),
    CHECK (source_field <> '' OR target_field <> '')
) STRICT;

CREATE UNIQUE INDEX sync_field_mappings_order ON sync_field_mappings (sync_config_id, sort_order);

CREATE TABLE sync_executions (
    id                 INTEGER PRIMARY KEY,
    sync_config_id     INTEGER NOT NULL REFERENCES sync_configs (id) ON DELETE CASCADE,
    trigger_type       TEXT NOT NULL CHECK (trigger_type IN ('manual', 'scheduled', 'webhook')),
    started_at         TEXT NOT NULL,
    completed_at       TEXT,
    status             TEXT NOT NULL DEFAULT 'running'
                       CHECK (status IN ('running', 'completed', 'completed_with_errors', 'failed', 'cancelled')),
    items_processed    INTEGER NOT NULL DEFAULT 0,
    items_created      INTEGER NOT NULL DEFAULT 0,
    items_updated      INTEGER NOT NULL DEFAULT 0,
    items_deleted      INTEGER NOT NULL DEFAULT 0,
    items_skipped      INTEGER NOT NULL DEFAULT 0,
    items_failed       INTEGER NOT NULL DEFAULT 0,
    conflicts_detected INTEGER NOT NULL DEFAULT 0,
    source_api_calls   INTEGER NOT NULL DEFAULT 0,
    target_api_calls   INTEGER NOT NULL DEFAULT 0,
    error_message      TEXT NOT NULL DEFAULT '',
    execution_log      TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(execution_log)),
    CHECK ((status = 'running') = (completed_at IS NULL))
) STRICT;

CREATE INDEX sync_executions_pair ON sync_executions (sync_config_id, status);

CREATE INDEX sync_executions_running ON sync_executions (sync_config_id) WHERE status = 'running';

CREATE INDEX sync_executions_completed ON sync_executions (completed_at);

CREATE TABLE synced_items (
    id                  INTEGER PRIMARY KEY,
    sync_config_id      INTEGER NOT NULL REFERENCES sync_configs (id) ON DELETE CASCADE,
    source_item_id      TEXT NOT NULL CHECK (source_item_id <> ''),
    target_item_id      TEXT NOT NULL CHECK (target_item_id <> ''),
    row_checksum        INTEGER NOT NULL, -- over the three columns above
    source_item_type    TEXT NOT NULL,
    target_item_type    TEXT NOT NULL,
    source_revision     TEXT NOT NULL, -- after our own last read or write
    target_revision     TEXT NOT NULL,
    source_modified_at  TEXT,
    target_modified_at  TEXT,
    sync_status         TEXT NOT NULL DEFAULT 'active'
                        CHECK (sync_status IN ('active', 'conflict', 'error', 'source_deleted',
                                               'target_deleted', 'paused')),
    last_sync_direction TEXT CHECK (last_sync_direction IN ('to_source', 'to_target', 'both')),
    first_synced_at     TEXT,
    last_synced_at      TEXT,
    sync_count          INTEGER NOT NULL DEFAULT 0,
    source_base         TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(source_base)),
    target_base         TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(target_base))
, source_identity INTEGER NOT NULL DEFAULT 0, target_identity INTEGER NOT NULL DEFAULT 0, source_edited_at TEXT, target_edited_at TEXT, write_day TEXT NOT NULL DEFAULT '', day_writes INTEGER NOT NULL DEFAULT 0 CHECK (day_writes >= 0)) STRICT;

CREATE UNIQUE INDEX synced_items_source ON synced_items (sync_config_id, source_item_id);

CREATE UNIQUE INDEX synced_items_target ON synced_items (sync_config_id, target_item_id);

CREATE INDEX synced_items_source_known ON synced_items (sync_config_id, source_item_id, source_revision);

CREATE INDEX synced_items_target_known ON synced_items (sync_config_id, target_item_id, target_revision);

CREATE INDEX synced_items_pair ON synced_items (sync_config_id);

CREATE INDEX synced_items_attention ON synced_items (sync_config_id, sync_status)
    WHERE sync_status <> 'active';

CREATE TABLE sync_conflicts (
    id             INTEGER PRIMARY KEY,
    execution_id   INTEGER REFERENCES sync_executions (id) ON DELETE SET NULL,
    synced_item_id INTEGER NOT NULL REFERENCES synced_items (id) ON DELETE CASCADE,
    conflict_type  TEXT NOT NULL
                   CHECK (conflict_type IN ('both_modified', 'deleted_source', 'deleted_target', 'type_mismatch')),
    field_name     TEXT NOT NULL DEFAULT '', -- empty when the whole item is in question
    base_value     TEXT NOT NULL DEFAULT 'null' CHECK (json_valid(base_value)),
    source_value   TEXT NOT NULL DEFAULT 'null' CHECK (json_valid(source_value)),
    target_value   TEXT NOT NULL DEFAULT 'null' CHECK (json_valid(target_value)),
    detected_at    TEXT NOT NULL,
    resolution     TEXT CHECK (resolution IN ('source', 'target', 'newest', 'set', 'agreed', 'last-write-wins',
                                              'last-write-wins-tie', 'source-priority', 'target-priority',
                                              'one-way', 'rule-removed')),
    resolved_by    TEXT,
    resolved_at    TEXT, decision TEXT CHECK (decision IN ('source', 'target', 'newest', 'set')), decision_value TEXT
    CHECK (decision_value IS NULL OR json_valid(decision_value)), decided_at TEXT,
    CHECK ((resolution IS NULL) = (resolved_at IS NULL))
) STRICT;

CREATE UNIQUE INDEX sync_conflicts_open ON sync_conflicts (synced_item_id, conflict_type, field_name)
    WHERE resolved_at IS NULL;

CREATE INDEX sync_conflicts_link ON sync_conflicts (synced_item_id);

CREATE INDEX sync_conflicts_execution ON sync_conflicts (execution_id);

CREATE INDEX sync_conflicts_resolved ON sync_conflicts (resolved_at) WHERE resolved_at IS NOT NULL;

CREATE TABLE sync_errors (
    id           INTEGER PRIMARY KEY,
    execution_id INTEGER NOT NULL REFERENCES sync_executions (id) ON DELETE CASCADE,
    error_type   TEXT NOT NULL
                 CHECK (error_type IN ('connection', 'authentication', 'rate_limit', 'validation', 'mapping',
                                       'api', 'internal')),
    error_code   TEXT NOT NULL DEFAULT '',
    message      TEXT NOT NULL,
    item         TEXT NOT NULL DEFAULT '', -- SIDE:ID, empty for the whole run
    field_name   TEXT NOT NULL DEFAULT '',
    context      TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(context)),
    created_at   TEXT NOT NULL
) STRICT;

CREATE INDEX sync_errors_execution ON sync_errors (execution_id);

CREATE VIEW v_active_sync_configs AS
SELECT p.id, p.uuid, p.name, p.direction, p.trigger_type, p.schedule_cron, p.conflict_resolution,
       p.last_sync_at, p.next_sync_at,
       s.id AS source_connector_id, s.name AS source_connector, s.connector_type AS source_connector_type,
       t.id AS target_connector_id, t.name AS target_connector, t.connector_type AS target_connector_type
FROM sync_configs AS p
JOIN connectors AS s ON s.id = p.source_connector_id
JOIN connectors AS t ON t.id = p.target_connector_id
WHERE p.is_active = 1 AND s.is_active = 1 AND t.is_active = 1;

CREATE VIEW v_sync_statistics AS
SELECT p.id AS sync_config_id, p.name,
       (SELECT count(*) FROM sync_executions AS e WHERE e.sync_config_id = p.id) AS executions,
       (SELECT count(*) FROM synced_items AS l WHERE l.sync_config_id = p.id) AS items,
       (SELECT count(*) FROM sync_executions AS e
        WHERE e.sync_config_id = p.id AND e.status IN ('failed', 'completed_with_errors')) AS failures,
       (SELECT max(e.completed_at) FROM sync_executions AS e
        WHERE e.sync_config_id = p.id AND e.status = 'completed') AS last_successful_run,
       (SELECT count(*) FROM sync_executions AS e
        WHERE e.sync_config_id = p.id AND e.status = 'running') AS running
FROM sync_configs AS p;

CREATE VIEW v_pending_conflicts AS
SELECT c.id, p.name AS pair, c.conflict_type, c.field_name, c.base_value, c.source_value, c.target_value,
       c.detected_at, l.id AS synced_item_id, l.sync_config_id, l.source_item_id, l.target_item_id
FROM sync_conflicts AS c
JOIN synced_items AS l ON l.id = c.synced_item_id
JOIN sync_configs AS p ON p.id = l.sync_config_id
WHERE c.resolved_at IS NULL;

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE keyring (
    kid        TEXT PRIMARY KEY CHECK (length(kid) = 16),
    state      TEXT NOT NULL CHECK (state IN ('active', 'retired')),
    created_at TEXT NOT NULL,
    retired_at TEXT,
    seals      INTEGER NOT NULL DEFAULT 0 CHECK (seals >= 0),
    CHECK ((state = 'retired') = (retired_at IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX keyring_one_active ON keyring (state) WHERE state = 'active';

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
, expected_revision TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX sync_intents_pair ON sync_intents (sync_config_id);

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
    created_at     TEXT NOT NULL, created_by TEXT,
    PRIMARY KEY (sync_config_id, revision)
) STRICT;

CREATE TABLE watermarks (
    sync_config_id INTEGER NOT NULL REFERENCES sync_configs (id) ON DELETE CASCADE,
    side           TEXT NOT NULL CHECK (side IN ('source', 'target')),
    bytes          BLOB NOT NULL, -- only the connector reads it
    updated_at     TEXT NOT NULL,
    PRIMARY KEY (sync_config_id, side)
) STRICT;

CREATE INDEX sync_conflicts_decided ON sync_conflicts (synced_item_id)
    WHERE decision IS NOT NULL AND resolved_at IS NULL;

CREATE TABLE link_doubts (
    synced_item_id INTEGER NOT NULL REFERENCES synced_items (id) ON DELETE CASCADE,
    side           TEXT NOT NULL CHECK (side IN ('source', 'target')),
    kind           TEXT NOT NULL CHECK (kind IN ('coarse_revision', 'unseen_create')),
    since          TEXT NOT NULL,
    PRIMARY KEY (synced_item_id, side, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE due_items (
    sync_config_id INTEGER NOT NULL REFERENCES sync_configs (id) ON DELETE CASCADE,
    side           TEXT NOT NULL CHECK (side IN ('source', 'target')),
    item_id        TEXT NOT NULL CHECK (item_id <> ''),
    queued_at      TEXT NOT NULL,
    PRIMARY KEY (sync_config_id, side, item_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX due_items_age ON due_items (sync_config_id, queued_at);

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
