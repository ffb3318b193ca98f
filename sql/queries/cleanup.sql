-- What is removed a part at a time is first chosen into temp.old_rows. The octets of a row are those of its texts and
-- about what the rest of it and its index entries take.

-- name: create_old_rows
CREATE TEMP TABLE IF NOT EXISTS old_rows (id INTEGER PRIMARY KEY);

-- name: clear_old_rows
DELETE FROM temp.old_rows;

-- name: select_old_conflicts
INSERT INTO temp.old_rows (id) SELECT id FROM sync_conflicts WHERE resolved_at < :before LIMIT :most;

-- name: measure_old_conflicts
SELECT count(*), coalesce(sum(200 + length(CAST(base_value AS BLOB)) + length(CAST(source_value AS BLOB))
                              + length(CAST(target_value AS BLOB))), 0)
FROM sync_conflicts WHERE id IN (SELECT id FROM temp.old_rows);

-- name: delete_old_conflicts
DELETE FROM sync_conflicts WHERE id IN (SELECT id FROM temp.old_rows);

-- name: select_old_executions
-- Kept, whatever their age: those that run, the newest and the newest successful one of each pair, and those
-- that a conflict which stays refers to.
INSERT INTO temp.old_rows (id)
SELECT e.id FROM sync_executions AS e
WHERE e.status <> 'running' AND e.completed_at < :before
  AND e.id <> (SELECT max(n.id) FROM sync_executions AS n WHERE n.sync_config_id = e.sync_config_id)
  AND e.id <> coalesce((SELECT max(n.id) FROM sync_executions AS n
                        WHERE n.sync_config_id = e.sync_config_id AND n.status = 'completed'), 0)
  AND NOT EXISTS (SELECT 1 FROM sync_conflicts AS c
                  WHERE c.execution_id = e.id AND (c.resolved_at IS NULL OR c.resolved_at >= :before))
LIMIT :most;

-- name: measure_old_executions
SELECT count(*), coalesce(sum(250 + length(CAST(error_message AS BLOB)) + length(CAST(execution_log AS BLOB))), 0)
FROM sync_executions WHERE id IN (SELECT id FROM temp.old_rows);

-- name: measure_errors_of_old_executions
SELECT count(*), coalesce(sum(100 + length(CAST(message AS BLOB)) + length(CAST(context AS BLOB))), 0)
FROM sync_errors WHERE execution_id IN (SELECT id FROM temp.old_rows);

-- name: delete_old_executions
DELETE FROM sync_executions WHERE id IN (SELECT id FROM temp.old_rows);

-- name: select_old_revisions
-- Kept, whatever their age: the newest ones, and the one that the last complete run of the pair went by ("mapping 12, ...").
INSERT INTO temp.old_rows (id)
SELECT m.rowid FROM mapping_revisions AS m
JOIN sync_configs AS p ON p.id = m.sync_config_id
WHERE m.created_at < :before
  AND m.revision <> CAST(substr(p.completed_basis, length('mapping ') + 1) AS INTEGER)
  AND (SELECT count(*) FROM mapping_revisions AS n
       WHERE n.sync_config_id = m.sync_config_id AND n.revision > m.revision) >= :kept
LIMIT :most;

-- name: measure_old_revisions
SELECT count(*), coalesce(sum(80 + length(CAST(document AS BLOB))), 0)
FROM mapping_revisions WHERE rowid IN (SELECT id FROM temp.old_rows);

-- name: delete_old_revisions
DELETE FROM mapping_revisions WHERE rowid IN (SELECT id FROM temp.old_rows);

-- name: measure_old_deliveries
SELECT count(*), count(*) * 200 FROM webhook_deliveries WHERE received_at < :before;

-- name: delete_old_deliveries
DELETE FROM webhook_deliveries WHERE received_at < :before;

-- name: measure_old_due_items
SELECT count(*), coalesce(sum(100 + 2 * length(CAST(item_id AS BLOB))), 0) FROM due_items WHERE queued_at < :before;

-- name: delete_old_due_items
DELETE FROM due_items WHERE queued_at < :before;
