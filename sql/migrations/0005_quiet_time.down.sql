-- Back to version 4: a tracker that wants no request for a while is asked, and says so again.

ALTER TABLE connectors DROP COLUMN quiet_until;
