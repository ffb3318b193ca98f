-- name: has_history
SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migrations';

-- name: list_applied
SELECT version, name, checksum, applied_at FROM schema_migrations ORDER BY version;

-- name: insert_applied
INSERT INTO schema_migrations (version, name, checksum, applied_at, duration)
VALUES (:version, :name, :checksum, :applied_at, :duration_ms);

-- name: list_objects
SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name;

-- name: holds_data
SELECT EXISTS (SELECT 1 FROM connectors) OR EXISTS (SELECT 1 FROM sync_configs)
    OR EXISTS (SELECT 1 FROM synced_items);

-- name: delete_applied
DELETE FROM schema_migrations WHERE version = :version;

-- name: list_pairs
SELECT uuid, name FROM sync_configs ORDER BY id;

-- name: list_foreign_references
SELECT t.name, r."table" FROM sqlite_schema AS t JOIN pragma_foreign_key_list(t.name) AS r
WHERE t.type = 'table' AND t.name GLOB 'x_*' AND r."table" NOT GLOB 'x_*';

-- name: list_columns
SELECT t.name, c.name, coalesce(c.dflt_value, 'NULL') FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
WHERE t.type = 'table' ORDER BY t.name, c.cid;

-- name: list_settings
SELECT key, value FROM system_settings ORDER BY key;
