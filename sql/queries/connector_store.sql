-- name: insert
INSERT INTO connectors (uuid, name, connector_type, base_url, endpoint, auth_type, encrypted_credentials,
                        is_active, metadata, created_at, updated_at)
VALUES (:uuid, :name, :type, :url, :settings, :auth_type, :credentials, :is_active, :metadata, :now, :now);

-- name: update
UPDATE connectors
SET name = :name, connector_type = :type, base_url = :url, endpoint = :settings, auth_type = :auth_type,
    encrypted_credentials = :credentials, is_active = :is_active, updated_at = :now
WHERE id = :id;

-- name: find_by_name
SELECT id, uuid, name, connector_type, base_url, endpoint, encrypted_credentials, is_active, metadata, created_at
FROM connectors WHERE name = :name;

-- name: find_by_id
SELECT id, uuid, name, connector_type, base_url, endpoint, encrypted_credentials, is_active, metadata, created_at
FROM connectors WHERE id = :id;

-- name: list
SELECT id, uuid, name, connector_type, base_url, endpoint, encrypted_credentials, is_active, metadata, created_at
FROM connectors ORDER BY name;

-- name: remove
DELETE FROM connectors WHERE id = :id;

-- name: quiet_until
SELECT quiet_until FROM connectors WHERE id = :id;

-- name: replace_quiet_until
UPDATE connectors SET quiet_until = :told
WHERE id = :id AND (quiet_until IS :known OR quiet_until < :told);

-- name: access_token
SELECT access_token FROM connectors WHERE id = :id;

-- name: replace_access_token
UPDATE connectors SET access_token = :envelope WHERE id = :id;

-- name: set_discovered
UPDATE connectors SET metadata = json_set(metadata, '$.discovered_at', :now), updated_at = :now WHERE id = :id;

-- name: delete_types
DELETE FROM connector_work_item_types WHERE connector_id = :id;

-- name: insert_type
INSERT INTO connector_work_item_types (connector_id, type_name, type_id, metadata, sort_order)
VALUES (:connector_id, :name, :name, :metadata, :sort_order);

-- name: insert_status
INSERT INTO connector_statuses (work_item_type_id, status_name, status_value, status_category, sort_order)
VALUES (:type_id, :name, :name, :category, :sort_order);

-- name: insert_field
INSERT INTO connector_fields (work_item_type_id, field_name, field_reference, field_type, is_required,
                              is_readonly, max_length, allowed_values, sort_order)
VALUES (:type_id, :name, :reference, :field_type, :is_required, :is_readonly, :max_length, :allowed, :sort_order);

-- name: list_types
SELECT id, type_name, metadata FROM connector_work_item_types WHERE connector_id = :id ORDER BY sort_order, id;

-- name: list_statuses
SELECT status_name, status_category FROM connector_statuses
WHERE work_item_type_id = :type_id ORDER BY sort_order, id;

-- name: list_fields
SELECT field_name, field_reference, field_type, is_required, is_readonly, max_length, allowed_values
FROM connector_fields WHERE work_item_type_id = :type_id ORDER BY sort_order, id;
