-- name: find
SELECT key, value, value_type, description FROM system_settings WHERE key = :key;

-- name: list
SELECT key, value, value_type, description FROM system_settings ORDER BY key;

-- name: set
UPDATE system_settings SET value = :value WHERE key = :key;

-- name: find_meta
SELECT value FROM meta WHERE key = :key;

-- name: insert_meta
INSERT INTO meta (key, value) VALUES (:key, :value);

-- name: delete_meta
DELETE FROM meta WHERE key = :key;

-- name: list_keys
SELECT kid, state, created_at, retired_at, seals FROM keyring ORDER BY state, created_at, kid;

-- name: insert_key
INSERT INTO keyring (kid, state, created_at) VALUES (:kid, 'active', :created_at);

-- name: retire_key
UPDATE keyring SET state = 'retired', retired_at = :now WHERE kid = :kid AND state = 'active';

-- name: count_seals
UPDATE keyring SET seals = seals + :count WHERE kid = :kid AND state = 'active' RETURNING seals;

-- name: count_rotation
UPDATE system_settings SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)
WHERE key = 'encryption_key_version' RETURNING value;

-- name: insert_rotation
INSERT INTO key_rotations (from_kid, to_kid, sealed_values, rotated_at) VALUES (:from, :to, :count, :now);
