-- The revision an update or removal was decided at: how far the item has moved on since tells how much of an interrupted
-- write was carried out.

ALTER TABLE sync_intents ADD COLUMN expected_revision TEXT NOT NULL DEFAULT '';
