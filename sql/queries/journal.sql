-- name: insert
INSERT INTO sync_intents (sync_config_id, kind, side, origin_item_id, item_id, item_type, marker, fields,
                          first_sent_at, negative_probes, last_probe_at, expected_revision)
VALUES (:pair_id, :kind, :side, :origin_item, :item, :item_type, :marker, :fields, :first_sent_at,
        :negative_probes, :last_probe_at, :expected_revision);

-- name: list_open
SELECT id, sync_config_id, kind, side, origin_item_id, item_id, item_type, marker, fields, first_sent_at,
       negative_probes, last_probe_at, expected_revision
FROM sync_intents WHERE sync_config_id = :pair_id ORDER BY id;

-- name: has_open_create
SELECT count(*) FROM sync_intents
WHERE sync_config_id = :pair_id AND side = :side AND origin_item_id = :origin_item AND kind = 'create';

-- name: finish
DELETE FROM sync_intents WHERE id = :id;

-- name: note_negative_probe
UPDATE sync_intents SET negative_probes = negative_probes + 1, last_probe_at = :now WHERE id = :id;

-- name: queue
INSERT INTO retry_queue (sync_config_id, side, item_id, reason, since)
VALUES (:pair_id, :side, :item_id, :reason, :now)
ON CONFLICT (sync_config_id, side, item_id)
DO UPDATE SET attempts = attempts + 1, reason = excluded.reason;

-- name: unqueue
DELETE FROM retry_queue WHERE sync_config_id = :pair_id AND side = :side AND item_id = :item_id;

-- name: list_queued
SELECT side, item_id, attempts, reason, since FROM retry_queue
WHERE sync_config_id = :pair_id ORDER BY side, item_id;
