-- The tables of the older Node.js tool, with the columns that are read; written after its public description. Types and
-- constraints are as loose as its own. The sealed credentials are those of vectors/credential-envelope.json (legacyNode 1).

CREATE TABLE connectors (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, connector_type TEXT NOT NULL, base_url TEXT NOT NULL,
    endpoint TEXT, auth_type TEXT NOT NULL, encrypted_credentials TEXT NOT NULL, is_active BOOLEAN DEFAULT 1,
    metadata JSON, created_at DATETIME, updated_at DATETIME);
CREATE TABLE connector_work_item_types (
    id INTEGER PRIMARY KEY AUTOINCREMENT, connector_id INTEGER NOT NULL, type_name TEXT NOT NULL, type_id TEXT,
    enabled_for_sync BOOLEAN DEFAULT 0, metadata JSON);
CREATE TABLE connector_statuses (
    id INTEGER PRIMARY KEY AUTOINCREMENT, work_item_type_id INTEGER NOT NULL, status_name TEXT NOT NULL, status_value TEXT,
    status_category TEXT, enabled_for_sync BOOLEAN DEFAULT 0, sort_order INTEGER DEFAULT 0);
CREATE TABLE connector_fields (
    id INTEGER PRIMARY KEY AUTOINCREMENT, work_item_type_id INTEGER NOT NULL, field_name TEXT NOT NULL,
    field_reference TEXT NOT NULL, field_type TEXT NOT NULL, is_required BOOLEAN DEFAULT 0, is_readonly BOOLEAN DEFAULT 0);
CREATE TABLE sync_configs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, description TEXT, source_connector_id INTEGER NOT NULL,
    target_connector_id INTEGER NOT NULL, direction TEXT NOT NULL DEFAULT 'one-way',
    trigger_type TEXT NOT NULL DEFAULT 'manual', schedule_cron TEXT, conflict_resolution TEXT DEFAULT 'last-write-wins',
    is_active BOOLEAN DEFAULT 1, last_sync_at DATETIME, next_sync_at DATETIME, sync_filter JSON, options JSON);
CREATE TABLE sync_type_mappings (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sync_config_id INTEGER NOT NULL, source_type_id INTEGER NOT NULL,
    target_type_id INTEGER NOT NULL, is_active BOOLEAN DEFAULT 1);
CREATE TABLE sync_status_mappings (
    id INTEGER PRIMARY KEY AUTOINCREMENT, type_mapping_id INTEGER NOT NULL, source_status_id INTEGER,
    target_status_id INTEGER, is_constant BOOLEAN DEFAULT 0, constant_value TEXT);
CREATE TABLE sync_field_mappings (
    id INTEGER PRIMARY KEY AUTOINCREMENT, type_mapping_id INTEGER NOT NULL, source_field_id INTEGER, target_field_id INTEGER,
    is_constant BOOLEAN DEFAULT 0, constant_value TEXT, transformation_function TEXT, transformation_config JSON,
    is_active BOOLEAN DEFAULT 1);
CREATE TABLE synced_items (
    id INTEGER PRIMARY KEY AUTOINCREMENT, sync_config_id INTEGER NOT NULL, source_connector_id INTEGER NOT NULL,
    target_connector_id INTEGER NOT NULL, source_item_id TEXT NOT NULL, target_item_id TEXT NOT NULL,
    source_item_type TEXT NOT NULL, target_item_type TEXT NOT NULL, first_synced_at DATETIME, last_synced_at DATETIME,
    sync_count INTEGER DEFAULT 1, last_sync_direction TEXT, sync_status TEXT DEFAULT 'active', metadata JSON);

INSERT INTO connectors (id, name, connector_type, base_url, endpoint, auth_type, encrypted_credentials) VALUES
    (1, 'Contoso DevOps', 'azuredevops', 'https://dev.azure.com/contoso', 'Web Shop', 'pat',
     '101112131415161718191a1b1c1d1e1fcaa999404820fe1bf3e0bbf80bd0694d09864cdca7b13938e8ffdf26fcb65c4ce17c21ad392d19fa4e50129956108386523d4ec0f917bb742105062cb23ce3a36ad2e27d7e2d59fdd159e72b854c02772c472c844cc82d05ea2f'),
    (2, 'desk', 'servicedeskplus', 'https://desk.example:8443', 'Main', 'apikey',
     '101112131415161718191a1b1c1d1e1fcaa999404820fe1bf3e0bbf80bd0694d09864cdca7b13938e8ffdf26fcb65c4ce17c21ad392d19fa4e50129956108386523d4ec0f917bb742105062cb23ce3a36ad2e27d7e2d59fdd159e72b854c02772c472c844cc82d05ea2f'),
    (3, 'old board', 'jira', 'https://jira.example', NULL, 'basic', 'ff');

INSERT INTO connector_work_item_types (id, connector_id, type_name) VALUES
    (1, 1, 'Bug'), (2, 1, 'User Story'), (3, 2, 'Incident'), (4, 2, 'Service Request');
INSERT INTO connector_statuses (id, work_item_type_id, status_name) VALUES
    (1, 1, 'New'), (2, 1, 'Active'), (3, 1, 'Closed'), (4, 3, 'Open'), (5, 3, 'In Progress'), (6, 3, 'Closed'),
    (7, 2, 'New'), (8, 4, 'Open');
INSERT INTO connector_fields (id, work_item_type_id, field_name, field_reference, field_type) VALUES
    (1, 1, 'Title', 'System.Title', 'string'), (2, 1, 'Priority', 'Microsoft.VSTS.Common.Priority', 'int'),
    (3, 1, 'State', 'System.State', 'string'), (4, 1, 'Assigned To', 'System.AssignedTo', 'identity'),
    (5, 3, 'Subject', 'subject', 'string'), (6, 3, 'Priority', 'priority.name', 'picklist'),
    (7, 3, 'Status', 'status.name', 'picklist'), (8, 3, 'Technician', 'technician.name', 'identity'),
    (9, 3, 'Category', 'category.name', 'string'), (10, 2, 'Title', 'System.Title', 'string'),
    (11, 4, 'Subject', 'subject', 'string'), (12, 1, 'Tags', 'System.Tags', 'string'), (13, 3, 'Group', 'group.name', 'string'),
    (14, 3, 'Level', 'level.name', 'string'), (15, 3, 'Mode', 'mode.name', 'string');

INSERT INTO sync_configs (id, name, description, source_connector_id, target_connector_id, direction, trigger_type,
                          schedule_cron, conflict_resolution, sync_filter) VALUES
    (1, 'bugs', 'Bugs to the desk', 1, 2, 'bidirectional', 'scheduled', '*/15 * * * *', 'source-priority',
     '{"wiql":"SELECT [System.Id] FROM WorkItems WHERE [System.State] <> ''Removed'' ORDER BY [System.Id]"}'),
    (2, 'board', NULL, 3, 2, 'one-way', 'manual', NULL, 'manual', NULL);

INSERT INTO sync_type_mappings (id, sync_config_id, source_type_id, target_type_id, is_active) VALUES
    (1, 1, 1, 3, 1), (2, 1, 2, 4, 1), (3, 1, 99, 3, 1);
INSERT INTO sync_status_mappings (type_mapping_id, source_status_id, target_status_id, is_constant, constant_value) VALUES
    (1, 1, 4, 0, NULL), (1, 2, 5, 0, NULL), (1, 3, 6, 0, NULL), (2, 7, 8, 0, NULL), (1, 1, 999, 0, NULL);
INSERT INTO sync_field_mappings (type_mapping_id, source_field_id, target_field_id, is_constant, constant_value,
                                 transformation_function, transformation_config) VALUES
    (1, 1, 5, 0, NULL, '{"chain":["trim",{"name":"truncate","args":[250]}]}', NULL),
    (2, 10, 11, 0, NULL, '{"chain":["trim",{"name":"truncate","args":[250]}]}', NULL),
    (1, 2, 6, 0, NULL, 'azureToServiceDeskPriority', '{}'),
    (1, 3, 7, 0, NULL, NULL, NULL),
    (1, 4, 8, 0, NULL, 'emailToUsername', NULL),
    (1, NULL, 9, 1, 'Software', NULL, NULL),
    (1, 12, 999, 0, NULL, NULL, NULL),
    (1, 12, 13, 0, NULL, 'mapUser', NULL),
    (1, 12, 14, 0, NULL, '{"name":"replace","args":["\\s+","-"]}', NULL),
    (1, 12, 15, 0, NULL, '{"name":"replaceProjectInPath","args":["$context.project"]}', NULL);

INSERT INTO synced_items (sync_config_id, source_connector_id, target_connector_id, source_item_id, target_item_id,
                          source_item_type, target_item_type, sync_status) VALUES
    (1, 1, 2, '101', '5001', 'Bug', 'Incident', 'active'),
    (1, 2, 1, '5002', '102', 'Incident', 'Bug', 'active'),
    (1, 1, 2, 103, 5003, 'Bug', 'Incident', 'paused'),
    (1, 1, 2, '104', '5004', 'Bug', 'Incident', 'deleted'),
    (1, 1, 2, '105', '5001', 'Bug', 'Incident', 'active'),
    (2, 3, 2, 'JRA-1', '5005', 'Task', 'Incident', 'active'),
    (9, 1, 2, '1', '2', 'Bug', 'Incident', 'active');
