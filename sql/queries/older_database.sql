-- What is read of a database that the older Node.js tool made. It is not ours: nothing here compiles against our schema.

-- name: list_tables
SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%';

-- name: list_connectors
SELECT id, name, connector_type, base_url, endpoint, encrypted_credentials, is_active FROM connectors ORDER BY id LIMIT 1001;

-- name: list_pairs
SELECT id, name, description, source_connector_id, target_connector_id, direction, trigger_type, schedule_cron,
       conflict_resolution, is_active, sync_filter
FROM sync_configs ORDER BY id LIMIT 1001;

-- name: list_type_rules
SELECT m.id, m.sync_config_id, s.type_name, t.type_name, m.is_active
FROM sync_type_mappings AS m
LEFT JOIN connector_work_item_types AS s ON s.id = m.source_type_id
LEFT JOIN connector_work_item_types AS t ON t.id = m.target_type_id
ORDER BY m.id LIMIT 100001;

-- name: list_status_rules
SELECT m.type_mapping_id, s.status_name, t.status_name, m.is_constant, m.constant_value
FROM sync_status_mappings AS m
LEFT JOIN connector_statuses AS s ON s.id = m.source_status_id
LEFT JOIN connector_statuses AS t ON t.id = m.target_status_id
ORDER BY m.id LIMIT 100001;

-- name: list_field_rules
SELECT m.type_mapping_id, s.field_reference, t.field_reference, m.is_constant, m.constant_value,
       m.transformation_function, m.transformation_config, m.is_active
FROM sync_field_mappings AS m
LEFT JOIN connector_fields AS s ON s.id = m.source_field_id
LEFT JOIN connector_fields AS t ON t.id = m.target_field_id
ORDER BY m.id LIMIT 100001;

-- name: list_links
SELECT sync_config_id, source_connector_id, source_item_id, target_item_id, source_item_type, target_item_type, sync_status
FROM synced_items ORDER BY id LIMIT 1000001;
