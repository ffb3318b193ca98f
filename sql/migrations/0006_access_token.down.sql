-- Back to version 5: the next run asks for new access tokens.

ALTER TABLE connectors DROP COLUMN access_token;
