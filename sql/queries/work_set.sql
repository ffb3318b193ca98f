-- name: create_touched
CREATE TEMP TABLE IF NOT EXISTS touched_links (
    link_id        INTEGER PRIMARY KEY,
    source_touched INTEGER NOT NULL, -- 1: read it again, 2: listed with another revision, 4: due
    target_touched INTEGER NOT NULL,
    source_deleted INTEGER NOT NULL,
    target_deleted INTEGER NOT NULL
) STRICT;

-- name: create_shown
CREATE TEMP TABLE IF NOT EXISTS shown_links (
    link_id   INTEGER NOT NULL,
    is_target INTEGER NOT NULL,
    PRIMARY KEY (link_id, is_target)
) STRICT, WITHOUT ROWID;

-- name: create_unlinked
CREATE TEMP TABLE IF NOT EXISTS unlinked_items (
    id          INTEGER PRIMARY KEY,
    is_target   INTEGER NOT NULL,
    item_id     TEXT NOT NULL,
    revision    TEXT NOT NULL,
    modified_ms INTEGER NOT NULL,
    match_key   TEXT,
    claim       TEXT -- id of the item on the other side whose partner this one says it is
) STRICT;

-- name: create_unlinked_by_item
CREATE UNIQUE INDEX IF NOT EXISTS temp.unlinked_items_by_item ON unlinked_items (is_target, item_id);

-- name: create_unlinked_by_key
CREATE INDEX IF NOT EXISTS temp.unlinked_items_by_key ON unlinked_items (is_target, match_key)
    WHERE match_key IS NOT NULL;

-- name: create_unlinked_by_claim
CREATE INDEX IF NOT EXISTS temp.unlinked_items_by_claim ON unlinked_items (is_target, claim)
    WHERE claim IS NOT NULL;

-- name: clear_touched
DELETE FROM temp.touched_links;

-- name: clear_unlinked
DELETE FROM temp.unlinked_items;

-- name: clear_shown
DELETE FROM temp.shown_links;

-- name: has_unseen_creates
SELECT 1 FROM main.link_doubts AS d JOIN main.synced_items AS l ON l.id = d.synced_item_id
WHERE l.sync_config_id = :pair_id AND d.kind = 'unseen_create' LIMIT 1;

-- name: note_shown
INSERT INTO temp.shown_links (link_id, is_target) VALUES (:link_id, :is_target)
ON CONFLICT DO NOTHING;

-- name: confirm_shown
DELETE FROM main.link_doubts
WHERE kind = 'unseen_create'
  AND (synced_item_id, side = 'target') IN (SELECT link_id, is_target FROM temp.shown_links);

-- name: touch_doubted
INSERT INTO temp.touched_links (link_id, source_touched, target_touched, source_deleted, target_deleted)
SELECT d.synced_item_id, max(d.side = 'source'), max(d.side = 'target'), 0, 0
FROM main.link_doubts AS d JOIN main.synced_items AS l ON l.id = d.synced_item_id
WHERE l.sync_config_id = :pair_id AND d.kind = 'coarse_revision'
GROUP BY d.synced_item_id
ON CONFLICT (link_id) DO UPDATE
SET source_touched = source_touched | excluded.source_touched,
    target_touched = target_touched | excluded.target_touched;

-- name: find_known_source
SELECT id, source_revision FROM main.synced_items INDEXED BY synced_items_source_known
WHERE sync_config_id = :pair_id AND source_item_id = :item_id;

-- name: find_known_target
SELECT id, target_revision FROM main.synced_items INDEXED BY synced_items_target_known
WHERE sync_config_id = :pair_id AND target_item_id = :item_id;

-- name: touch
INSERT INTO temp.touched_links (link_id, source_touched, target_touched, source_deleted, target_deleted)
VALUES (:link_id, :source_touched, :target_touched, :source_deleted, :target_deleted)
ON CONFLICT (link_id) DO UPDATE
SET source_touched = source_touched | excluded.source_touched,
    target_touched = target_touched | excluded.target_touched,
    source_deleted = source_deleted | excluded.source_deleted,
    target_deleted = target_deleted | excluded.target_deleted;

-- name: touch_all
INSERT INTO temp.touched_links (link_id, source_touched, target_touched, source_deleted, target_deleted)
SELECT id, :source_touched, :target_touched, 0, 0
FROM main.synced_items INDEXED BY synced_items_pair WHERE sync_config_id = :pair_id
ON CONFLICT (link_id) DO UPDATE
SET source_touched = source_touched | excluded.source_touched,
    target_touched = target_touched | excluded.target_touched;

-- name: add_unlinked
INSERT INTO temp.unlinked_items (is_target, item_id, revision, modified_ms)
VALUES (:is_target, :item_id, :revision, :modified_ms)
ON CONFLICT (is_target, item_id) DO UPDATE
SET revision = excluded.revision, modified_ms = excluded.modified_ms;

-- name: forget_unlinked
DELETE FROM temp.unlinked_items WHERE is_target = :is_target AND item_id = :item_id;

-- name: count_links
SELECT count(*) FROM temp.touched_links;

-- name: count_deletions
SELECT count(*) FROM temp.touched_links WHERE source_deleted OR target_deleted;

-- name: count_unlinked
SELECT count(*) FROM temp.unlinked_items INDEXED BY unlinked_items_by_item WHERE is_target = :is_target;

-- name: links
SELECT link_id, source_touched, target_touched, source_deleted, target_deleted
FROM temp.touched_links
WHERE link_id > :after AND (((source_touched | target_touched) & 4) <> 0) = :is_due ORDER BY link_id LIMIT :limit;

-- name: unlinked
SELECT id, item_id, revision, modified_ms
FROM temp.unlinked_items NOT INDEXED WHERE id > :after AND is_target = :is_target ORDER BY id LIMIT :limit;

-- name: set_match_key
UPDATE temp.unlinked_items SET match_key = :key WHERE id = :row AND is_target = :is_target;

-- name: unique_matches
SELECT s.item_id, t.item_id
FROM (SELECT match_key, min(item_id) AS item_id, min(id) AS id FROM temp.unlinked_items
      WHERE is_target = 0 AND match_key IS NOT NULL GROUP BY match_key HAVING count(*) = 1) AS s
JOIN (SELECT match_key, min(item_id) AS item_id FROM temp.unlinked_items
      WHERE is_target = 1 AND match_key IS NOT NULL GROUP BY match_key HAVING count(*) = 1) AS t
  ON t.match_key = s.match_key
ORDER BY s.id;

-- name: ambiguous_matches
SELECT u.id, u.item_id, u.revision, u.modified_ms
FROM temp.unlinked_items AS u
WHERE u.is_target = :is_target AND u.match_key IN (
    SELECT k.match_key FROM temp.unlinked_items AS k WHERE k.match_key IS NOT NULL
    GROUP BY k.match_key HAVING sum(k.is_target = 0) > 0 AND sum(k.is_target = 1) > 0 AND count(*) > 2)
ORDER BY u.id;

-- name: common_key_count
SELECT count(*) FROM (
    SELECT DISTINCT match_key FROM temp.unlinked_items WHERE is_target = 0 AND match_key IS NOT NULL
    INTERSECT
    SELECT DISTINCT match_key FROM temp.unlinked_items WHERE is_target = 1 AND match_key IS NOT NULL);

-- name: set_claim
UPDATE temp.unlinked_items SET claim = :origin WHERE id = :row AND is_target = :is_target;

-- name: count_claims
SELECT count(*) FROM temp.unlinked_items WHERE claim IS NOT NULL;

-- name: is_claimed
SELECT 1 FROM temp.unlinked_items WHERE is_target = :is_target AND claim = :origin LIMIT 1;

-- name: claims
SELECT id, item_id, claim FROM temp.unlinked_items
WHERE is_target = :is_target AND claim IS NOT NULL AND (claim, length(item_id), item_id) > (:claim, :length, :item_id)
ORDER BY claim, length(item_id), item_id LIMIT :limit;
