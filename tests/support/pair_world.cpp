#include "pair_world.hpp"

#include "syncctl/mapping/document.hpp"

#include <filesystem>
#include <stdexcept>

namespace syncctl::test {
namespace {

model::FieldInfo field(std::string reference, model::FieldType type, bool is_readonly = false)
{
    model::FieldInfo info;
    info.name = reference;
    info.reference = std::move(reference);
    info.type = type;
    info.is_readonly = is_readonly;
    return info;
}

} // namespace

model::Metadata development_metadata()
{
    model::TypeInfo bug;
    bug.name = "Bug";
    bug.statuses = {{"New", model::StatusCategory::proposed},
                    {"Active", model::StatusCategory::in_progress},
                    {"Closed", model::StatusCategory::completed}};
    bug.fields = {field("Title", model::FieldType::text),
                  field("State", model::FieldType::status),
                  field("Priority", model::FieldType::number),
                  field("Notes", model::FieldType::text),
                  field("Ticket", model::FieldType::text),
                  field("Tags", model::FieldType::list)};
    model::TypeInfo task = bug;
    task.name = "Task";
    return {{bug, task}};
}

model::Metadata service_desk_metadata()
{
    model::TypeInfo incident;
    incident.name = "Incident";
    incident.statuses = {{"Open", model::StatusCategory::proposed},
                         {"In Progress", model::StatusCategory::in_progress},
                         {"On Hold", model::StatusCategory::in_progress},
                         {"Done", model::StatusCategory::completed}};
    incident.fields = {field("subject", model::FieldType::text),
                       field("status", model::FieldType::status),
                       field("priority", model::FieldType::text),
                       field("description", model::FieldType::text),
                       field("category", model::FieldType::text),
                       field("labels", model::FieldType::list)};
    return {{incident}};
}

const std::string_view k_plain_mapping = R"(version: 1
source: dev
target: desk
types:
  - Bug <-> Incident
statuses:
  - New    <-> Open
  - Active <-> In Progress
  - Active <-  On Hold
  - Closed <-> Done
fields:
  - Title <-> subject
  - Priority <-> priority | map(priority)
  - Notes <-> description
values:
  priority: [ 1 <-> High, 2 <-> Medium, 3 <-> Low ]
)";

PairWorld::PairWorld(std::string_view mapping)
    : source{"dev", development_metadata(), clock}, target{"desk", service_desk_metadata(), clock}
{
    m_mapping = mapping;
    set_up("33333333-3333-4333-8333-333333333333");
}

void PairWorld::set_up(const std::string& pair_uuid)
{
    open(store::OpenMode::create);
    store::Migrator{*m_database, clock}.up();
    store::Transaction transaction{*m_database};
    model::ConnectorConfig dev;
    dev.uuid = "11111111-1111-4111-8111-111111111111";
    dev.name = "dev";
    dev.type = "fake";
    dev.url = "fake:dev";
    model::ConnectorConfig desk = dev;
    desk.uuid = "22222222-2222-4222-8222-222222222222";
    desk.name = "desk";
    desk.url = "fake:desk";
    model::Pair pair;
    pair.source = m_store->connectors.insert(dev, clock.now());
    pair.target = m_store->connectors.insert(desk, clock.now());
    m_store->connectors.save_metadata(pair.source, source.describe(), clock.now());
    m_store->connectors.save_metadata(pair.target, target.describe(), clock.now());
    pair.uuid = pair_uuid;
    pair.name = "p";
    m_pair = m_store->pairs.insert(pair, clock.now());
    transaction.commit();
    use_mapping(m_mapping);
}

PairWorld::~PairWorld() = default;

void PairWorld::open(store::OpenMode mode)
{
    m_database = std::make_unique<store::Database>(m_dir / "sync.db", mode);
    m_store = std::make_unique<store::Store>(*m_database);
}

void PairWorld::close()
{
    m_store.reset();
    m_database.reset();
}

void PairWorld::restart()
{
    close();
    open(store::OpenMode::read_write);
}

void PairWorld::lose_the_database()
{
    close();
    for (const auto* name : {"sync.db", "sync.db-wal", "sync.db-shm"}) {
        std::filesystem::remove(m_dir / name);
    }
    set_up("44444444-4444-4444-8444-444444444444");
}

void PairWorld::back_up()
{
    close(); // closing brings everything into the one file
    std::filesystem::copy_file(m_dir / "sync.db", m_dir / "backup.db");
    open(store::OpenMode::read_write);
}

void PairWorld::go_back_to_the_backup()
{
    close();
    std::filesystem::copy_file(
        m_dir / "backup.db", m_dir / "sync.db", std::filesystem::copy_options::overwrite_existing);
    open(store::OpenMode::read_write);
}

void PairWorld::use_mapping(std::string_view document)
{
    const auto source_metadata = source.describe();
    const auto target_metadata = target.describe();
    mapping::Surroundings surroundings;
    surroundings.source_name = "dev";
    surroundings.target_name = "desk";
    surroundings.source = &source_metadata;
    surroundings.target = &target_metadata;
    const auto compiled = mapping::compile(document, surroundings);
    if (mapping::has_errors(compiled.diagnostics)) {
        throw std::runtime_error{
            mapping::render(compiled.diagnostics.front(), "mapping", document)};
    }
    store::Transaction transaction{*m_database};
    m_store->pairs.save_mapping(m_pair, document, compiled.rows, clock.now());
    transaction.commit();
}

model::Pair PairWorld::pair()
{
    return m_store->pairs.find(m_pair).value();
}

engine::RunContext PairWorld::context()
{
    return {*m_store, source, target, clock, m_log, stop, {}};
}

engine::RunReport PairWorld::run(const engine::RunOptions& options)
{
    clock.advance(std::chrono::minutes{1});
    engine::RunReport report;
    engine::run_pair(context(), pair(), options, report);
    return report;
}

engine::AdoptReport PairWorld::adopt(const engine::AdoptOptions& options)
{
    return engine::adopt_links(context(), pair(), options);
}

engine::RunReport PairWorld::dry_run()
{
    engine::RunOptions options;
    options.is_dry_run = true;
    return run(options);
}

std::vector<store::ConflictView> PairWorld::open_conflicts()
{
    return m_store->conflicts.list({}, store::ConflictFilter::open);
}

std::vector<store::ConflictView> PairWorld::resolved_conflicts()
{
    return m_store->conflicts.list({}, store::ConflictFilter::resolved);
}

std::vector<model::Intent> PairWorld::open_intents()
{
    return m_store->journal.open_intents(m_pair);
}

std::vector<model::SyncError> PairWorld::errors()
{
    return m_store->executions.errors({}, 1000);
}

std::vector<model::Link> PairWorld::links()
{
    return m_store->links.page(m_pair, {}, 1000);
}

std::string PairWorld::partner_of(model::Side side, const std::string& id)
{
    const auto link = m_store->links.find(m_pair, side, id);
    return link ? link->sides[model::other(side)].item_id : std::string{};
}

} // namespace syncctl::test
