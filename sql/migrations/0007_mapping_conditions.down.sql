-- Back to version 6: only for mappings that say nothing new. Without its conditions a rule would copy what it leaves out now.

-- unless: a mapping uses conditions or merges texts line by line; import one without them first
SELECT 1 FROM sync_type_mappings WHERE conditions <> '[]'
UNION ALL
SELECT 1 FROM sync_field_mappings WHERE conditions <> '[]' OR text_merge <> 'whole';

ALTER TABLE sync_field_mappings DROP COLUMN text_merge;
ALTER TABLE sync_field_mappings DROP COLUMN conditions;
ALTER TABLE sync_type_mappings DROP COLUMN conditions;
