-- What a mapping can say since: conditions of types and fields, and texts that are merged line by line.

ALTER TABLE sync_type_mappings ADD COLUMN conditions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(conditions));
ALTER TABLE sync_field_mappings ADD COLUMN conditions TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(conditions));
ALTER TABLE sync_field_mappings ADD COLUMN text_merge TEXT NOT NULL DEFAULT 'whole'
    CHECK (text_merge IN ('whole', 'lines'));
