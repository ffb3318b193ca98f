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

-- name: list_keys
SELECT kid, state, created_at FROM keyring ORDER BY state, created_at;

-- name: insert_key
INSERT INTO keyring (kid, state, created_at) VALUES (:kid, 'active', :created_at);
