#include "data.hpp"

#include "syncctl/base/json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>

namespace syncctl::cli {

TEST_CASE("JSON keeps the order of members and the digits of numbers", "[cli]")
{
    const Data data = Data::Object{{"z", 1},
                                   {"a", Data{}},
                                   {"b", true},
                                   {"n", Data::Decimal{"9007199254740993"}},
                                   {"l", Data::Array{"x", Data::Object{}}}};
    CHECK(data.json() == R"({"z":1,"a":null,"b":true,"n":9007199254740993,"l":["x",{}]})");
}

TEST_CASE("any text becomes JSON that reads back as the same text", "[cli]")
{
    std::ifstream in{SYNCCTL_TEST_DATA "/vectors/hostile-strings.json"};
    const auto vectors = nlohmann::json::parse(in);
    for (const auto& test : vectors.at("tests")) {
        const auto hex = test.at("hex").get<std::string>();
        std::string text;
        for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
            text += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
        }
        const auto json = Data{text}.json();
        const auto read = nlohmann::json::parse(json);
        const bool is_valid =
            nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::ignore) ==
            nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        if (is_valid) {
            CHECK(read.get<std::string>() == text);
        }
        CHECK(json.find('\n') == std::string::npos);
        CHECK(json.find('\x1b') == std::string::npos);
    }
}

TEST_CASE("values keep their kind", "[cli]")
{
    CHECK(cli::data_of(model::Value{}).json() == "null");
    CHECK(cli::data_of(model::Value{std::string{}}).json() == "\"\"");
    CHECK(cli::data_of(model::Value{model::Number{"1.5"}}).json() == "1.5");
    CHECK(cli::data_of(model::Value{false}).json() == "false");
    CHECK(cli::data_of(model::Value{model::List{"a", "b"}}).json() == R"(["a","b"])");
    CHECK(cli::data_of(base::Timestamp{}).json() == "null");
    CHECK(cli::data_of(base::Timestamp{1}).json() == "\"1970-01-01T00:00:00.001Z\"");
}

TEST_CASE("people see yes, no and lists with commas", "[cli]")
{
    CHECK(Data{true}.text() == "yes");
    CHECK(Data{false}.text() == "no");
    CHECK((Data{Data::Array{"a", "b"}}.text()) == "a, b");
    CHECK(Data{}.text().empty());
    CHECK(Data{7}.text() == "7");
}

} // namespace syncctl::cli
