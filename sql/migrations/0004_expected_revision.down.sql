-- Back to version 3: only when no write is open, because a run could not tell any more how much of it was carried out.

-- unless: a write has no known outcome yet; run the pairs first
SELECT 1 FROM sync_intents WHERE expected_revision <> '';

ALTER TABLE sync_intents DROP COLUMN expected_revision;
