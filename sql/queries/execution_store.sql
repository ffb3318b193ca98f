-- name: begin
INSERT INTO sync_executions (sync_config_id, trigger_type, started_at) VALUES (:pair_id, :trigger, :now);

-- name: finish
UPDATE sync_executions
SET status = :status, completed_at = :now, items_processed = :processed, items_created = :created,
    items_updated = :updated, items_deleted = :deleted, items_skipped = :unchanged, items_failed = :failed,
    conflicts_detected = :conflicts, source_api_calls = :source_calls, target_api_calls = :target_calls,
    error_message = :error_message, execution_log = :log
WHERE id = :id;

-- name: set_last_sync
UPDATE sync_configs SET last_sync_at = :now WHERE id = :pair_id;

-- name: close_interrupted
UPDATE sync_executions SET status = 'failed', completed_at = :now, error_message = 'interrupted'
WHERE sync_config_id = :pair_id AND status = 'running';

-- name: find
SELECT e.id, e.sync_config_id, p.name, e.trigger_type, e.started_at, e.completed_at, e.status, e.items_processed,
       e.items_created, e.items_updated, e.items_deleted, e.items_skipped, e.items_failed, e.conflicts_detected,
       e.source_api_calls, e.target_api_calls, e.error_message
FROM sync_executions AS e JOIN sync_configs AS p ON p.id = e.sync_config_id
WHERE e.id = :id;

-- name: list
SELECT e.id, e.sync_config_id, p.name, e.trigger_type, e.started_at, e.completed_at, e.status, e.items_processed,
       e.items_created, e.items_updated, e.items_deleted, e.items_skipped, e.items_failed, e.conflicts_detected,
       e.source_api_calls, e.target_api_calls, e.error_message
FROM sync_executions AS e JOIN sync_configs AS p ON p.id = e.sync_config_id
WHERE :pair = '' OR p.name = :pair
ORDER BY e.id DESC LIMIT :limit;

-- name: insert_error
INSERT INTO sync_errors (execution_id, error_type, error_code, message, item, field_name, created_at)
VALUES (:execution_id, :type, :code, :message, :item, :field, :created_at);

-- name: list_errors
SELECT x.execution_id, x.error_type, x.error_code, x.message, x.item, x.field_name, x.created_at
FROM sync_errors AS x
JOIN sync_executions AS e ON e.id = x.execution_id
JOIN sync_configs AS p ON p.id = e.sync_config_id
WHERE :pair = '' OR p.name = :pair
ORDER BY x.id DESC LIMIT :limit;

-- name: list_errors_of
SELECT execution_id, error_type, error_code, message, item, field_name, created_at
FROM sync_errors WHERE execution_id = :execution_id ORDER BY id;

-- name: status
SELECT p.name, p.is_active, e.started_at, e.status, s.last_successful_run, p.next_sync_at,
       (SELECT count(*) FROM v_pending_conflicts AS c WHERE c.sync_config_id = p.id),
       (SELECT count(*) FROM retry_queue AS q WHERE q.sync_config_id = p.id),
       s.items, e.completed_at, e.items_processed, e.items_created, e.items_updated, e.items_deleted, e.items_skipped,
       e.items_failed, e.conflicts_detected, e.source_api_calls, e.target_api_calls,
       (SELECT count(*) FROM due_items AS d WHERE d.sync_config_id = p.id)
FROM sync_configs AS p
JOIN v_sync_statistics AS s ON s.sync_config_id = p.id
LEFT JOIN sync_executions AS e
    ON e.id = (SELECT max(n.id) FROM sync_executions AS n WHERE n.sync_config_id = p.id)
ORDER BY p.name;
