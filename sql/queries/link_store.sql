-- name: insert
INSERT INTO synced_items (sync_config_id, source_item_id, target_item_id, row_checksum, source_item_type,
                          target_item_type, source_revision, target_revision, source_modified_at,
                          target_modified_at, sync_status, last_sync_direction, first_synced_at, last_synced_at,
                          sync_count, source_base, target_base, source_identity, target_identity, write_day,
                          day_writes, source_edited_at, target_edited_at)
VALUES (:pair_id, :source_id, :target_id, :checksum, :source_type, :target_type, :source_revision,
        :target_revision, :source_modified_at, :target_modified_at, :status, :direction, :first_synced_at,
        :last_synced_at, :sync_count, :source_base, :target_base, :source_identity, :target_identity, :write_day,
        :day_writes, :source_edited_at, :target_edited_at);

-- name: update
UPDATE synced_items
SET source_item_type = :source_type, target_item_type = :target_type, source_revision = :source_revision,
    target_revision = :target_revision, source_modified_at = :source_modified_at,
    target_modified_at = :target_modified_at, sync_status = :status, last_sync_direction = :direction,
    first_synced_at = :first_synced_at, last_synced_at = :last_synced_at, sync_count = :sync_count,
    source_base = :source_base, target_base = :target_base, source_identity = :source_identity,
    target_identity = :target_identity, write_day = :write_day, day_writes = :day_writes,
    source_edited_at = :source_edited_at, target_edited_at = :target_edited_at
WHERE id = :id;

-- name: remove
DELETE FROM synced_items WHERE id = :id;

-- name: find_by_id
SELECT id, sync_config_id, source_item_id, target_item_id, row_checksum, source_item_type, target_item_type,
       source_revision, target_revision, source_modified_at, target_modified_at, sync_status,
       last_sync_direction, first_synced_at, last_synced_at, sync_count, source_identity, target_identity,
       write_day, day_writes, source_edited_at, target_edited_at, source_base, target_base
FROM synced_items WHERE id = :id;

-- name: find_by_source_item
SELECT id, sync_config_id, source_item_id, target_item_id, row_checksum, source_item_type, target_item_type,
       source_revision, target_revision, source_modified_at, target_modified_at, sync_status,
       last_sync_direction, first_synced_at, last_synced_at, sync_count, source_identity, target_identity,
       write_day, day_writes, source_edited_at, target_edited_at, source_base, target_base
FROM synced_items WHERE sync_config_id = :pair_id AND source_item_id = :item_id;

-- name: find_by_target_item
SELECT id, sync_config_id, source_item_id, target_item_id, row_checksum, source_item_type, target_item_type,
       source_revision, target_revision, source_modified_at, target_modified_at, sync_status,
       last_sync_direction, first_synced_at, last_synced_at, sync_count, source_identity, target_identity,
       write_day, day_writes, source_edited_at, target_edited_at, source_base, target_base
FROM synced_items WHERE sync_config_id = :pair_id AND target_item_id = :item_id;

-- name: page
SELECT id, sync_config_id, source_item_id, target_item_id, row_checksum, source_item_type, target_item_type,
       source_revision, target_revision, source_modified_at, target_modified_at, sync_status,
       last_sync_direction, first_synced_at, last_synced_at, sync_count, source_identity, target_identity,
       write_day, day_writes, source_edited_at, target_edited_at, source_base, target_base
FROM synced_items INDEXED BY synced_items_pair
WHERE sync_config_id = :pair_id AND id > :after ORDER BY id LIMIT :limit;

-- name: page_without_base
SELECT id, sync_config_id, source_item_id, target_item_id, row_checksum, source_item_type, target_item_type,
       source_revision, target_revision, source_modified_at, target_modified_at, sync_status,
       last_sync_direction, first_synced_at, last_synced_at, sync_count, source_identity, target_identity,
       write_day, day_writes, source_edited_at, target_edited_at
FROM synced_items INDEXED BY synced_items_pair
WHERE sync_config_id = :pair_id AND id > :after ORDER BY id LIMIT :limit;

-- name: count
SELECT count(*) FROM synced_items INDEXED BY synced_items_pair WHERE sync_config_id = :pair_id;

-- name: count_by_types
SELECT source_item_type, target_item_type, count(*) FROM synced_items INDEXED BY synced_items_pair
WHERE sync_config_id = :pair_id GROUP BY source_item_type, target_item_type ORDER BY 1, 2;

-- name: count_active
SELECT (SELECT count(*) FROM synced_items INDEXED BY synced_items_pair WHERE sync_config_id = :pair_id)
     - (SELECT count(*) FROM synced_items INDEXED BY synced_items_attention
        WHERE sync_config_id = :pair_id AND sync_status <> 'active');

-- name: count_in_state
SELECT count(*) FROM synced_items INDEXED BY synced_items_attention
WHERE sync_config_id = :pair_id AND sync_status = :status AND sync_status <> 'active';

-- name: doubt
INSERT INTO link_doubts (synced_item_id, side, kind, since) VALUES (:id, :side, :kind, :now)
ON CONFLICT (synced_item_id, side, kind) DO UPDATE SET since = excluded.since;

-- name: doubted_since
SELECT since FROM link_doubts WHERE synced_item_id = :id AND side = :side AND kind = :kind;

-- name: clear_doubt
DELETE FROM link_doubts WHERE synced_item_id = :id AND side = :side AND kind = :kind;

-- name: count_doubts
SELECT count(*) FROM link_doubts AS d JOIN synced_items AS l ON l.id = d.synced_item_id
WHERE l.sync_config_id = :pair_id;
