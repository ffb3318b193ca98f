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
