-- Until when a tracker wants no request: what it told one run is held to by the next.

ALTER TABLE connectors ADD COLUMN quiet_until TEXT; -- NULL: it does not mind
