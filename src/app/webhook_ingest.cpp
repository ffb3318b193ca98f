#include "connector_request.hpp"
#include "item_key.hpp"
#include "names.hpp"
#include "webhook_proof.hpp"

#include "syncctl/app/webhooks.hpp"
#include "syncctl/base/error.hpp"
#include "syncctl/store/webhook_store.hpp"
#include "syncctl/vault/digest.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace syncctl::app {

namespace {

/// Where items become due.
struct Place {
    model::Pair pair;
    model::Side side = model::Side::source;
};

/// Who sent the delivery, and what it is for.
struct Addressee {
    model::ConnectorConfig connector;
    WebhookVerdict verdict;
    std::vector<Place> places;
};

void add_places(const PairSides& sides, base::ConnectorId connector, std::vector<Place>& places)
{
    for (const auto side : model::k_sides) {
        if (sides.pair.is_active && sides.connectors[side].id == connector) {
            places.push_back({sides.pair, side});
        }
    }
}

/// Of a pair it is the side whose secret the sender knows.
Addressee sender_of(Workspace& workspace, const PairSides& sides, const WebhookDelivery& delivery)
{
    std::optional<Addressee> found;
    for (const auto side : model::k_sides) {
        const auto& connector = sides.connectors[side];
        auto verdict = judge_webhook(workspace, connector, delivery);
        if (!verdict) {
            continue;
        }
        if (found) {
            throw Error{
                ErrorCode::setting,
                fmt::format("pair {}: its connectors have the same webhook secret, so that "
                            "it does not tell who sent a delivery",
                            shown(sides.pair.name)),
                "add --side source or --side target, or give each connector its own secret"};
        }
        found = Addressee{.connector = connector, .verdict = *std::move(verdict), .places = {}};
    }
    if (!found) {
        throw_webhook_refused(sides.pair.name);
    }
    return *std::move(found);
}

Addressee addressee_in(Workspace& workspace,
                       const PairSides& sides,
                       std::optional<model::Side> side,
                       const WebhookDelivery& delivery)
{
    Addressee addressee;
    if (side) {
        addressee.connector = sides.connectors[*side];
        auto verdict = judge_webhook(workspace, addressee.connector, delivery);
        if (!verdict) {
            throw_webhook_refused(sides.pair.name);
        }
        addressee.verdict = *std::move(verdict);
    } else {
        addressee = sender_of(workspace, sides, delivery);
    }
    add_places(sides, addressee.connector.id, addressee.places);
    return addressee;
}

/// \throws Error{not_found}; Error{setting} for a name that means two things
Addressee addressee_of(Workspace& workspace,
                       store::Store& store,
                       std::string_view name,
                       std::optional<model::Side> side,
                       const WebhookDelivery& delivery)
{
    auto connector = store.connectors.find(name);
    const bool is_pair = store.pairs.find(name).has_value();
    if (connector && is_pair && !side) {
        throw Error{ErrorCode::setting,
                    fmt::format("{} is the name of a connector and of a pair", shown(name)),
                    "add --side source or --side target when the pair is meant"};
    }
    if (is_pair) {
        return addressee_in(workspace, pairs_with_sides(store, name).front(), side, delivery);
    }
    if (!connector) {
        throw Error{ErrorCode::not_found,
                    fmt::format("there is no connector or pair {}", shown(name)),
                    "syncctl connector list"};
    }
    auto verdict = judge_webhook(workspace, *connector, delivery);
    if (!verdict) {
        throw_webhook_refused(name);
    }
    Addressee addressee{
        .connector = *std::move(connector), .verdict = *std::move(verdict), .places = {}};
    for (const auto& sides : pairs_with_sides(store, {})) {
        add_places(sides, addressee.connector.id, addressee.places);
    }
    return addressee;
}

std::vector<std::string> items_named(const connectors::Registry& registry,
                                     const model::ConnectorConfig& connector,
                                     const std::string& body)
{
    const auto& type = type_of(registry, connector);
    if (!type.items_named_by) {
        throw Error{ErrorCode::setting,
                    fmt::format("connectors of type '{}' take no webhooks", type.name)};
    }
    return type.items_named_by(
        {.url = connector.url, .settings = connector.settings, .body = body});
}

} // namespace

WebhookIntake ingest_webhook(Workspace& workspace,
                             std::string_view name,
                             std::optional<model::Side> side,
                             const WebhookDelivery& delivery,
                             bool is_dry_run)
{
    require_webhook_size(delivery);
    auto& store = is_dry_run ? workspace.reading() : workspace.writing();
    auto addressee = addressee_of(workspace, store, name, side, delivery);
    const auto ids = items_named(workspace.services().registry, addressee.connector, delivery.body);
    WebhookIntake intake{.verdict = std::move(addressee.verdict),
                         .items = ids.size(),
                         .is_repeated = false,
                         .pairs = {}};
    for (const auto& place : addressee.places) {
        intake.pairs.push_back(place.pair.name);
    }
    if (is_dry_run) {
        return intake;
    }
    const auto now = workspace.now();
    const auto digest = vault::sha256_hex(delivery.body);
    store::WebhookStore webhooks{store.database};
    // Most of a flood ends here, without the lock that writers wait for.
    if (webhooks.is_repeated(addressee.connector.id, digest, now)) {
        intake.is_repeated = true;
        return intake;
    }
    store::Transaction transaction{store.database};
    intake.is_repeated = !webhooks.note_delivery(addressee.connector.id, digest, now);
    if (!intake.is_repeated) {
        for (const auto& place : addressee.places) {
            webhooks.mark_due(place.pair.id, place.side, ids, now);
        }
        transaction.commit();
    }
    return intake;
}

} // namespace syncctl::app
