-- A short-lived credential that a tracker gave for the ones that are stored: the next process need not ask for another.

ALTER TABLE connectors ADD COLUMN access_token TEXT; -- an envelope of the vault; NULL: none is kept
