-- Back to version 8: time zones of schedules, webhook secrets, items that a webhook named, and when keys were rotated are lost.

-- unless: a schedule is read in another zone than UTC, which the older program would read in UTC; take it off the pair first
SELECT 1 FROM sync_configs WHERE schedule_cron <> '' AND time_zone NOT IN ('UTC', 'Etc/UTC');

DROP TABLE key_rotations;
DROP TABLE webhook_deliveries;
DROP TABLE due_items;
ALTER TABLE connectors DROP COLUMN previous_webhook_secret;
ALTER TABLE connectors DROP COLUMN webhook_secret;
ALTER TABLE sync_configs DROP COLUMN time_zone;
