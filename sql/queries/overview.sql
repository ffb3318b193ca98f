-- Works with every schema since the first.

-- name: counts
SELECT (SELECT count(*) FROM sync_configs), (SELECT count(*) FROM synced_items),
       (SELECT count(*) FROM sync_conflicts WHERE resolved_at IS NULL),
       (SELECT max(completed_at) FROM sync_executions);

