-- Back to version 7: who stored a revision of a mapping is lost.

ALTER TABLE mapping_revisions DROP COLUMN created_by;
