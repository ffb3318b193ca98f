-- name: is_repeated
SELECT 1 FROM webhook_deliveries
WHERE connector_id = :connector_id AND digest = :digest AND received_at > :since AND received_at <= :now;

-- name: note_delivery
INSERT INTO webhook_deliveries (connector_id, digest, received_at) VALUES (:connector_id, :digest, :now)
ON CONFLICT (connector_id, digest) DO UPDATE SET received_at = excluded.received_at;

-- name: forget_old_deliveries
DELETE FROM webhook_deliveries WHERE received_at <= :since OR received_at > :now;

-- name: forget_deliveries_of
DELETE FROM webhook_deliveries WHERE connector_id IN (
    SELECT source_connector_id FROM sync_configs WHERE id = :pair_id
    UNION SELECT target_connector_id FROM sync_configs WHERE id = :pair_id);

-- name: count_due
SELECT count(*) FROM due_items WHERE sync_config_id = :pair_id;

-- name: is_due
SELECT 1 FROM due_items WHERE sync_config_id = :pair_id AND side = :side AND item_id = :item_id;

-- name: mark_due
INSERT INTO due_items (sync_config_id, side, item_id, queued_at) VALUES (:pair_id, :side, :item_id, :now)
ON CONFLICT (sync_config_id, side, item_id) DO UPDATE SET queued_at = excluded.queued_at;

-- name: mark_pair_due
-- One without a schedule is looked at by whatever runs it.
UPDATE sync_configs SET next_sync_at = :now
WHERE id = :pair_id AND schedule_cron <> '' AND (next_sync_at IS NULL OR next_sync_at > :now);

-- name: list_due
SELECT side, item_id, queued_at FROM due_items WHERE sync_config_id = :pair_id
ORDER BY queued_at, side, item_id;

-- name: remove_due
DELETE FROM due_items
WHERE sync_config_id = :pair_id AND side = :side AND item_id = :item_id AND queued_at = :queued_at;

-- name: has_due
SELECT 1 FROM due_items WHERE sync_config_id = :pair_id LIMIT 1;

-- name: webhook_secrets
SELECT webhook_secret, previous_webhook_secret FROM connectors WHERE id = :id;

-- name: set_webhook_secrets
UPDATE connectors SET webhook_secret = :current, previous_webhook_secret = :previous, updated_at = :now WHERE id = :id;
