#include "store_fixture.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/store/work_set.hpp"
#include "syncctl/vault/digest.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace syncctl;
using namespace syncctl::test;

namespace {

/// Every hostile text that can be valid UTF-8, which is what connectors let through.
std::vector<std::string> hostile_texts()
{
    const auto document = nlohmann::json::parse(
        read_text(std::filesystem::path{SYNCCTL_TEST_DATA} / "vectors/hostile-strings.json"));
    std::vector<std::string> texts;
    for (const auto& test : document.at("tests")) {
        std::string octets;
        const auto hex = test.contains("hex") ? test.at("hex").get<std::string>() : std::string{};
        if (!hex.empty() && vault::from_hex(hex, octets) && base::is_valid_utf8(octets)) {
            texts.push_back(octets);
        }
    }
    return texts;
}

} // namespace

TEST_CASE("hostile text is data in every place that takes text", "[store][hostile]")
{
    const auto texts = hostile_texts();
    REQUIRE(texts.size() > 60);
    ReadyDatabase ready;
    auto& stores = *ready.store;
    store::Transaction transaction{*ready.database};
    int number = 0;
    for (const auto& text : texts) {
        INFO("text: " << base::term_safe(text));
        const auto suffix = std::to_string(++number);
        const auto name = text + suffix;
        model::ConnectorConfig connector;
        connector.name = name;
        connector.uuid = "s" + suffix;
        connector.type = "files";
        connector.url = text;
        connector.settings = {{text, text}};
        model::Pair pair;
        pair.source = stores.connectors.insert(connector, ready.now());
        connector.name = name + "-target";
        connector.uuid = "t" + suffix;
        pair.target = stores.connectors.insert(connector, ready.now());
        pair.name = name;
        pair.uuid = suffix;
        pair.description = text;
        pair.source_filter = text;
        pair.id = stores.pairs.insert(pair, ready.now());

        CHECK(stores.connectors.find(name)->settings == connector.settings);
        CHECK(stores.connectors.find(name)->url == text);
        CHECK(stores.pairs.find(name)->source_filter == text);
        CHECK(stores.pairs.find(name)->description == text);
        CHECK_FALSE(stores.pairs.find(text + "%").has_value());
        CHECK(stores.executions.list(text, 10).empty());
        CHECK(stores.executions.errors(text, 10).empty());
        CHECK(stores.conflicts.list(text, store::ConflictFilter::all).empty());

        stores.pairs.save_mapping(pair.id, text, {}, ready.now());
        CHECK(stores.pairs.document(pair.id) == text);
        stores.pairs.set_completed_basis(pair.id, text);
        CHECK(stores.pairs.completed_basis(pair.id) == text);
        stores.pairs.set_watermark(pair.id, model::Side::source, text, ready.now());
        CHECK(stores.pairs.watermark(pair.id, model::Side::source) == text);

        auto link = a_link(pair.id, name, name);
        link.sides.source.item_type = text;
        link.sides.source.revision = {text};
        link.sides.source.base = {{text, text}};
        link.id = stores.links.insert(link);
        const auto found = stores.links.find(pair.id, model::Side::target, name);
        REQUIRE(found.has_value());
        CHECK(found->sides.source.base == link.sides.source.base);
        CHECK(found->sides.source.revision.text == text);

        std::vector<model::Intent> intents(1);
        intents[0].pair = pair.id;
        intents[0].origin_item = text;
        intents[0].marker = text;
        intents[0].fields = {{text, text}};
        stores.journal.record(intents);
        CHECK(stores.journal.has_open_create(pair.id, model::Side::source, text));
        CHECK(stores.journal.open_intents(pair.id)[0].fields == intents[0].fields);
        stores.journal.queue(pair.id, model::Side::source, text, text, ready.now());
        CHECK(stores.journal.queued(pair.id)[0].reason == text);

        model::Conflict conflict;
        conflict.link = link.id;
        conflict.field = text;
        conflict.source = text;
        conflict.detected_at = ready.now();
        const auto conflict_id = stores.conflicts.insert(conflict);
        stores.conflicts.decide(
            conflict_id, model::Take::set, model::Value{text}, text, ready.now());
        CHECK(stores.conflicts.find(conflict_id)->conflict.decision_value == model::Value{text});
        CHECK(stores.conflicts.find(conflict_id)->conflict.resolved_by == text);

        store::WorkSet set{*ready.database, pair.id};
        set.add_item(model::Side::source, text);
        CHECK(set.unlinked(model::Side::source, 0, 10)[0].item_id == text);
        CHECK(error_of([&] { stores.settings.set(text, text); }) == ErrorCode::not_found);
    }
    transaction.commit();
    CHECK(stores.connectors.list().size() == 2 * texts.size());
    CHECK(ready.database->integrity_problems().empty());
    CHECK_NOTHROW(store::Migrator{*ready.database, ready.clock}.require_current());
}
