-- Every column that holds an envelope; key rotate seals each of them anew.

-- name: list
SELECT 'connectors', 'encrypted_credentials', uuid, name, encrypted_credentials
FROM connectors WHERE encrypted_credentials IS NOT NULL
UNION ALL
SELECT 'connectors', 'access_token', uuid, name, access_token FROM connectors WHERE access_token IS NOT NULL
UNION ALL
SELECT 'connectors', 'webhook_secret', uuid, name, webhook_secret FROM connectors WHERE webhook_secret IS NOT NULL
UNION ALL
SELECT 'connectors', 'previous_webhook_secret', uuid, name, previous_webhook_secret
FROM connectors WHERE previous_webhook_secret IS NOT NULL
UNION ALL
SELECT 'system_settings', 'value', key, key, value FROM system_settings WHERE value_type = 'secret' AND value <> '';

-- name: replace_credentials
UPDATE connectors SET encrypted_credentials = :envelope WHERE uuid = :row;

-- name: replace_access_token
UPDATE connectors SET access_token = :envelope WHERE uuid = :row;

-- name: replace_webhook_secret
UPDATE connectors SET webhook_secret = :envelope WHERE uuid = :row;

-- name: replace_previous_webhook_secret
UPDATE connectors SET previous_webhook_secret = :envelope WHERE uuid = :row;

-- name: replace_setting
UPDATE system_settings SET value = :envelope WHERE key = :row AND value_type = 'secret';
