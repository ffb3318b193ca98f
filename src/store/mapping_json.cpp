#include "mapping_json.hpp"

#include "stored_values.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <map>
#include <utility>

namespace syncctl::store {

namespace {

template <class Value>
using Words = std::array<std::pair<Value, std::string_view>, 3>;

// The words of the columns, whatever the arrows look like in a document.
constexpr Words<model::Arrow> k_arrow_words{{{model::Arrow::both, "both"},
                                             {model::Arrow::to_target, "to_target"},
                                             {model::Arrow::to_source, "to_source"}}};

constexpr Words<model::UnknownPerson::Rule> k_unknown_words{
    {{model::UnknownPerson::Rule::error, "error"},
     {model::UnknownPerson::Rule::leave, "leave"},
     {model::UnknownPerson::Rule::substitute, "substitute"}}};

template <class Value>
std::string_view word_of(const Words<Value>& words, Value wanted)
{
    for (const auto& [value, word] : words) {
        if (value == wanted) {
            return word;
        }
    }
    return {};
}

template <class Value>
Value value_of(const Words<Value>& words, std::string_view text)
{
    for (const auto& [value, word] : words) {
        if (word == text) {
            return value;
        }
    }
    throw_damaged_value(k_stored_mapping);
}

} // namespace

std::string_view word_of(model::Arrow arrow)
{
    return word_of(k_arrow_words, arrow);
}

model::Arrow arrow_of(std::string_view text)
{
    return value_of(k_arrow_words, text);
}

namespace {

model::Side side_of(std::string_view text)
{
    for (const auto side : model::k_sides) {
        if (model::to_string(side) == text) {
            return side;
        }
    }
    throw_damaged_value(k_stored_mapping);
}

nlohmann::json json_of(const model::UnknownPerson& unknown)
{
    return {{"rule", word_of(k_unknown_words, unknown.rule)}, {"substitute", unknown.substitute}};
}

model::UnknownPerson unknown_person_of(const nlohmann::json& stored)
{
    return {value_of(k_unknown_words, stored.at("rule").get<std::string>()),
            stored.at("substitute").get<std::string>()};
}

} // namespace

nlohmann::json json_of(const std::vector<model::TransformStep>& chain)
{
    auto steps = nlohmann::json::array();
    for (const auto& step : chain) {
        auto table = nlohmann::json::array();
        for (const auto& line : step.table) {
            table.push_back({{"source", line.source},
                             {"target", line.target},
                             {"direction", word_of(line.arrow)}});
        }
        steps.push_back(
            {{"name", step.name}, {"arguments", step.arguments}, {"table", std::move(table)}});
        if (step.users) {
            steps.back()["users"] = {{"match_address", step.users->match_address},
                                     {"unknown_on_source", json_of(step.users->unknown.source)},
                                     {"unknown_on_target", json_of(step.users->unknown.target)}};
        }
    }
    return steps;
}

nlohmann::json json_of(const std::vector<model::Condition>& conditions)
{
    auto list = nlohmann::json::array();
    for (const auto& each : conditions) {
        list.push_back({{"side", model::to_string(each.side)},
                        {"field", each.field},
                        {"comparison", model::to_string(each.comparison)},
                        {"values", each.values}});
    }
    return list;
}

std::vector<model::Condition> conditions_of(const nlohmann::json& list)
{
    std::vector<model::Condition> conditions;
    for (const auto& stored : list) {
        conditions.push_back(
            {.side = side_of(stored.at("side").get<std::string>()),
             .field = stored.at("field").get<std::string>(),
             .comparison =
                 stored_word(model::comparison_from(stored.at("comparison").get<std::string>()),
                             k_stored_mapping),
             .values = stored.at("values").get<std::vector<std::string>>()});
    }
    return conditions;
}

std::vector<model::TransformStep> chain_of(const nlohmann::json& steps)
{
    std::vector<model::TransformStep> chain;
    for (const auto& stored : steps) {
        model::TransformStep step;
        step.name = stored.at("name").get<std::string>();
        step.arguments = stored.at("arguments").get<std::vector<std::string>>();
        for (const auto& line : stored.at("table")) {
            step.table.push_back({.source = line.at("source").get<std::string>(),
                                  .target = line.at("target").get<std::string>(),
                                  .arrow = arrow_of(line.at("direction").get<std::string>())});
        }
        if (const auto users = stored.find("users"); users != stored.end()) {
            step.users = model::UserRule{users->at("match_address").get<bool>(),
                                         {unknown_person_of(users->at("unknown_on_source")),
                                          unknown_person_of(users->at("unknown_on_target"))}};
        }
        chain.push_back(std::move(step));
    }
    return chain;
}

nlohmann::json options_of(const model::MappingRows& rows)
{
    auto match = nlohmann::json::array();
    for (const auto& rule : rows.match) {
        match.push_back({{"source", rule.source_field}, {"target", rule.target_field}});
    }
    return {{"deletes", model::to_string(rows.deletes)},
            {"match", std::move(match)},
            {"unlisted_statuses", rows.unlisted_statuses_by_category ? "category" : "error"},
            {"defaults", {{"source", rows.defaults.source}, {"target", rows.defaults.target}}}};
}

void read_options(const nlohmann::json& options, model::MappingRows& rows)
{
    using Defaults = std::map<std::string, std::string>;
    rows.deletes = stored_word(model::delete_policy_from(options.at("deletes").get<std::string>()),
                               k_stored_mapping);
    // Missing in what an earlier version stored.
    rows.unlisted_statuses_by_category = options.value("unlisted_statuses", "error") == "category";
    for (const auto& rule : options.at("match")) {
        rows.match.push_back({.source_field = rule.at("source").get<std::string>(),
                              .target_field = rule.at("target").get<std::string>()});
    }
    rows.defaults.source = options.at("defaults").at("source").get<Defaults>();
    rows.defaults.target = options.at("defaults").at("target").get<Defaults>();
}

} // namespace syncctl::store
