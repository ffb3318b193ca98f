-- Who stored a revision of a mapping.

ALTER TABLE mapping_revisions ADD COLUMN created_by TEXT; -- a user's name; NULL: not known
