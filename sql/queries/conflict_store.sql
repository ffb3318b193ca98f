-- name: insert
INSERT INTO sync_conflicts (execution_id, synced_item_id, conflict_type, field_name, base_value, source_value,
                            target_value, detected_at, decision, decision_value, resolution, resolved_by,
                            resolved_at)
VALUES (:execution_id, :link_id, :type, :field, :base, :source, :target, :detected_at, :decision, :decision_value,
        :resolution, :resolved_by, :resolved_at);

-- name: update_values
UPDATE sync_conflicts SET base_value = :base, source_value = :source, target_value = :target
WHERE id = :id AND resolved_at IS NULL;

-- name: void_unseen_decision
UPDATE sync_conflicts SET decision = NULL, decision_value = NULL, decided_at = NULL, resolved_by = NULL
WHERE id = :id AND resolved_at IS NULL AND decided_at IS NOT :seen_decided_at
  AND (source_value <> :source OR target_value <> :target);

-- name: remove
DELETE FROM sync_conflicts WHERE id = :id AND resolved_at IS NULL;

-- name: open_of
SELECT id, execution_id, synced_item_id, conflict_type, field_name, base_value, source_value, target_value,
       detected_at, decision, decision_value, resolution, resolved_by, resolved_at, decided_at
FROM sync_conflicts WHERE synced_item_id = :link_id AND resolved_at IS NULL ORDER BY id;

-- name: find
SELECT c.id, c.execution_id, c.synced_item_id, c.conflict_type, c.field_name, c.base_value, c.source_value,
       c.target_value, c.detected_at, c.decision, c.decision_value, c.resolution, c.resolved_by, c.resolved_at,
       c.decided_at, p.name, s.name, t.name, l.source_item_id, l.target_item_id
FROM sync_conflicts AS c
JOIN synced_items AS l ON l.id = c.synced_item_id
JOIN sync_configs AS p ON p.id = l.sync_config_id
JOIN connectors AS s ON s.id = p.source_connector_id
JOIN connectors AS t ON t.id = p.target_connector_id
WHERE c.id = :id;

-- name: list
SELECT c.id, c.execution_id, c.synced_item_id, c.conflict_type, c.field_name, c.base_value, c.source_value,
       c.target_value, c.detected_at, c.decision, c.decision_value, c.resolution, c.resolved_by, c.resolved_at,
       c.decided_at, p.name, s.name, t.name, l.source_item_id, l.target_item_id
FROM sync_conflicts AS c
JOIN synced_items AS l ON l.id = c.synced_item_id
JOIN sync_configs AS p ON p.id = l.sync_config_id
JOIN connectors AS s ON s.id = p.source_connector_id
JOIN connectors AS t ON t.id = p.target_connector_id
WHERE (:pair = '' OR p.name = :pair)
  AND (:filter = 'all' OR (:filter = 'open') = (c.resolved_at IS NULL))
ORDER BY c.id;

-- name: open_names
SELECT c.id, p.name, c.field_name
FROM sync_conflicts AS c
JOIN synced_items AS l ON l.id = c.synced_item_id
JOIN sync_configs AS p ON p.id = l.sync_config_id
WHERE c.resolved_at IS NULL
ORDER BY c.id LIMIT :limit;

-- name: open_count
SELECT count(*) FROM v_pending_conflicts WHERE sync_config_id = :pair_id;

-- name: decide
UPDATE sync_conflicts SET decision = :decision, decision_value = :value, decided_at = :now, resolved_by = :by
WHERE id = :id AND resolved_at IS NULL;

-- name: decide_as_seen
UPDATE sync_conflicts SET decision = :decision, decision_value = :value, decided_at = :now, resolved_by = :by
WHERE id = :id AND resolved_at IS NULL AND base_value = :seen_base AND source_value = :seen_source
  AND target_value = :seen_target AND decision IS :seen_decision AND decision_value IS :seen_value
  AND decided_at IS :seen_decided_at AND resolved_by IS :seen_by;

-- name: withdraw_as_seen
UPDATE sync_conflicts SET decision = NULL, decision_value = NULL, decided_at = NULL, resolved_by = NULL
WHERE id = :id AND resolved_at IS NULL AND base_value = :seen_base AND source_value = :seen_source
  AND target_value = :seen_target AND decision IS :seen_decision AND decision_value IS :seen_value
  AND decided_at IS :seen_decided_at AND resolved_by IS :seen_by;

-- name: withdraw_decision
UPDATE sync_conflicts SET decision = NULL, decision_value = NULL, decided_at = NULL, resolved_by = NULL
WHERE id = :id AND resolved_at IS NULL;

-- name: close
UPDATE sync_conflicts SET resolution = :resolution, resolved_by = :by, resolved_at = :now
WHERE id = :id AND resolved_at IS NULL;

-- name: decided_links
SELECT DISTINCT c.synced_item_id
FROM sync_conflicts AS c JOIN synced_items AS l ON l.id = c.synced_item_id
WHERE c.decision IS NOT NULL AND c.resolved_at IS NULL AND l.sync_config_id = :pair_id
ORDER BY c.synced_item_id;
