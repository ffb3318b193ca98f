-- name: insert
INSERT INTO sync_configs (uuid, name, description, source_connector_id, target_connector_id, direction,
                          trigger_type, schedule_cron, time_zone, is_active, sync_filter, last_sync_at,
                          created_at, updated_at)
VALUES (:uuid, :name, :description, :source_id, :target_id, :direction, iif(:schedule = '', 'manual', 'scheduled'),
        :schedule, :time_zone, :is_active, :filter, :last_sync_at, :now, :now);

-- name: update
UPDATE sync_configs
SET name = :name, description = :description, source_connector_id = :source_id, target_connector_id = :target_id,
    direction = :direction, schedule_cron = :schedule, time_zone = :time_zone, is_active = :is_active,
    trigger_type = CASE WHEN :schedule <> '' THEN 'scheduled' WHEN trigger_type = 'webhook' THEN 'webhook'
                   ELSE 'manual' END,
    sync_filter = :filter, last_sync_at = :last_sync_at, updated_at = :now
WHERE id = :id;

-- name: set_next_sync
UPDATE sync_configs SET next_sync_at = :next WHERE id = :id;

-- name: find_by_name
SELECT id, uuid, name, description, source_connector_id, target_connector_id, direction, schedule_cron, is_active,
       sync_filter, last_sync_at, created_at, time_zone, next_sync_at
FROM sync_configs WHERE name = :name;

-- name: find_by_id
SELECT id, uuid, name, description, source_connector_id, target_connector_id, direction, schedule_cron, is_active,
       sync_filter, last_sync_at, created_at, time_zone, next_sync_at
FROM sync_configs WHERE id = :id;

-- name: list
SELECT id, uuid, name, description, source_connector_id, target_connector_id, direction, schedule_cron, is_active,
       sync_filter, last_sync_at, created_at, time_zone, next_sync_at
FROM sync_configs ORDER BY name;

-- name: list_using_connector
SELECT id, uuid, name, description, source_connector_id, target_connector_id, direction, schedule_cron, is_active,
       sync_filter, last_sync_at, created_at, time_zone, next_sync_at
FROM sync_configs WHERE source_connector_id = :connector_id OR target_connector_id = :connector_id ORDER BY name;

-- name: list_due
-- Those that waited longest come first.
SELECT id, uuid, name, description, source_connector_id, target_connector_id, direction, schedule_cron, is_active,
       sync_filter, last_sync_at, created_at, time_zone, next_sync_at
FROM sync_configs
WHERE is_active = 1 AND schedule_cron <> '' AND (next_sync_at IS NULL OR next_sync_at <= :now)
ORDER BY next_sync_at, name;

-- name: remove
DELETE FROM sync_configs WHERE id = :id;

-- name: newest_revision
SELECT max(revision) FROM mapping_revisions WHERE sync_config_id = :id;

-- name: insert_revision
INSERT INTO mapping_revisions (sync_config_id, revision, document, created_at, created_by)
VALUES (:id, :revision, :document, :now, :by);

-- name: find_document
SELECT document FROM mapping_revisions WHERE sync_config_id = :id ORDER BY revision DESC LIMIT 1;

-- name: find_revision
SELECT document FROM mapping_revisions WHERE sync_config_id = :id AND revision = :revision;

-- name: list_revisions
SELECT revision, created_at, created_by FROM mapping_revisions
WHERE sync_config_id = :id ORDER BY revision DESC LIMIT :limit;

-- name: set_policy
UPDATE sync_configs SET conflict_resolution = :strategy, options = :options, updated_at = :now WHERE id = :id;

-- name: find_policy
SELECT conflict_resolution, options FROM sync_configs WHERE id = :id;

-- name: delete_type_mappings
DELETE FROM sync_type_mappings WHERE sync_config_id = :id;

-- name: delete_status_mappings
DELETE FROM sync_status_mappings WHERE sync_config_id = :id;

-- name: delete_field_mappings
DELETE FROM sync_field_mappings WHERE sync_config_id = :id;

-- name: insert_type_mapping
INSERT INTO sync_type_mappings (sync_config_id, sort_order, source_type, target_type, direction, conditions, line)
VALUES (:id, :sort_order, :source_type, :target_type, :direction, :conditions, :line);

-- name: insert_status_mapping
INSERT INTO sync_status_mappings (sync_config_id, sort_order, source_status, target_status, direction, line)
VALUES (:id, :sort_order, :source_status, :target_status, :direction, :line);

-- name: insert_field_mapping
INSERT INTO sync_field_mappings (sync_config_id, sort_order, source_field, target_field, direction, transformation,
                                 transformation_config, constant_value, conflict_resolution, only_types, conditions,
                                 text_merge, line)
VALUES (:id, :sort_order, :source_field, :target_field, :direction, :transformation, :config, :constant, :strategy,
        :only_types, :conditions, :text_merge, :line);

-- name: list_type_mappings
SELECT source_type, target_type, direction, conditions, line FROM sync_type_mappings
WHERE sync_config_id = :id ORDER BY sort_order;

-- name: list_status_mappings
SELECT source_status, target_status, direction, line FROM sync_status_mappings
WHERE sync_config_id = :id ORDER BY sort_order;

-- name: list_field_mappings
SELECT source_field, target_field, direction, transformation_config, constant_value, conflict_resolution,
       only_types, conditions, text_merge, line
FROM sync_field_mappings WHERE sync_config_id = :id ORDER BY sort_order;

-- name: find_watermark
SELECT bytes FROM watermarks WHERE sync_config_id = :id AND side = :side;

-- name: set_watermark
INSERT INTO watermarks (sync_config_id, side, bytes, updated_at) VALUES (:id, :side, :bytes, :now)
ON CONFLICT (sync_config_id, side) DO UPDATE SET bytes = excluded.bytes, updated_at = excluded.updated_at;

-- name: find_completed_basis
SELECT completed_basis FROM sync_configs WHERE id = :id;

-- name: set_completed_basis
UPDATE sync_configs SET completed_basis = :basis WHERE id = :id;

-- name: knows_uuid
SELECT 1 FROM sync_configs WHERE uuid = :uuid;

-- name: set_uuid
UPDATE sync_configs SET uuid = :uuid, updated_at = :now WHERE id = :id;
