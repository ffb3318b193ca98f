#pragma once

#include "support/values.hpp"

#include "syncctl/base/text.hpp"
#include "syncctl/mapping/transform.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::test {

using mapping::Chain;
using mapping::LeftAlone;
using mapping::TransformProblem;
using mapping::TransformResult;
using model::List;
using model::Number;
using model::Value;

inline Chain chain(std::string name,
                   std::vector<std::string> arguments = {},
                   std::vector<model::TransformStep::TableLine> table = {})
{
    return Chain{{{std::move(name), std::move(arguments), std::move(table)}}};
}

inline Value value_of(const TransformResult& result)
{
    if (const auto* problem = std::get_if<TransformProblem>(&result)) {
        FAIL("unexpected problem: " << problem->reason);
    }
    return std::get<Value>(result);
}

inline std::string text_of(const TransformResult& result)
{
    return std::get<std::string>(value_of(result));
}

inline std::string problem_of(const TransformResult& result)
{
    const auto* problem = std::get_if<TransformProblem>(&result);
    return problem == nullptr ? "(no problem)" : problem->reason;
}

/// What is wrong with a step when the mapping is saved; empty: nothing.
inline std::string refusal_of(std::string name, std::vector<std::string> arguments = {})
{
    return mapping::argument_problem({std::move(name), std::move(arguments), {}}).value_or("");
}

/// Both directions: forwards what goes in, backwards what comes out.
inline void check_both_ways(const Chain& chain, const Value& source, const Value& target)
{
    CHECK(value_of(chain.forward(source)) == target);
    CHECK(value_of(chain.backward(target)) == source);
}

inline Value list(List elements)
{
    return Value{std::move(elements)};
}

/// Texts as a hostile tracker sends them, made valid as a connector does.
inline std::vector<std::string> hostile_texts()
{
    std::ifstream file{std::string{SYNCCTL_TEST_DATA} + "/vectors/hostile-strings.json"};
    const auto vectors = nlohmann::json::parse(file);
    std::vector<std::string> texts;
    for (const auto& row : vectors.at("tests")) {
        const auto hex = row.at("hex").get<std::string>();
        std::string octets;
        for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
            octets.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
        }
        texts.push_back(base::repair_utf8(octets).text);
    }
    return texts;
}

/// Text of letters, signs, spaces and characters outside of the basic plane.
inline std::string some_text(std::mt19937& random)
{
    static const std::array<std::string, 14> k_pieces{
        "a", "Z", " ", "ß", "é", "Σ", "日", "🎉", "e\u0301", "\u200D", "I", "i", "\n", "-"};
    std::string result;
    const auto count = random() % 12;
    for (unsigned i = 0; i < count; ++i) {
        result += k_pieces[random() % k_pieces.size()];
    }
    return result;
}

/// A step of every transform, in the order of all_transforms, with arguments that it takes.
inline std::vector<model::TransformStep> a_step_of_each()
{
    static const std::map<std::string_view, std::vector<std::string>> k_arguments{
        {"map", {"t"}},
        {"default", {"d"}},
        {"truncate", {"5", "."}},
        {"prefix", {"p-"}},
        {"suffix", {"-s"}},
        {"replace", {"a", "bb"}},
        {"regex_replace", {"([a-z])\\1*", "<$1>"}},
        {"list", {";"}},
        {"join", {","}},
        {"path_reroot", {"New"}}};
    std::vector<model::TransformStep> steps;
    for (const auto& info : mapping::all_transforms()) {
        const auto arguments = k_arguments.find(info.name);
        steps.push_back(
            {std::string{info.name},
             arguments == k_arguments.end() ? std::vector<std::string>{} : arguments->second,
             {{"1", "High", model::Arrow::both}, {"2", "Low", model::Arrow::both}}});
    }
    return steps;
}

} // namespace syncctl::test
