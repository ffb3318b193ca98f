#include "output.hpp"
#include "unit/base/vectors.hpp"

#include "syncctl/base/text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

namespace syncctl::cli {

namespace {

const std::vector<Column> k_columns{{"id", "ID"}, {"title", "TITLE"}};

std::vector<Data> rows()
{
    return {Data::Object{{"id", 1}, {"title", "plain"}},
            Data::Object{{"id", 20}, {"title", Data{}}}};
}

} // namespace

TEST_CASE("a table aligns its columns and shows nothing as a dash", "[cli]")
{
    CHECK(render_table(k_columns, rows(), {}) == "ID  TITLE\n1   plain\n20  -\n");
}

TEST_CASE("a table never lets control characters or line breaks through", "[cli]")
{
    const auto table =
        render_table(k_columns, {Data::Object{{"id", 1}, {"title", "a\x1b[2J\nb\x7f"}}}, {});
    CHECK(table.find('\x1b') == std::string::npos);
    CHECK(table.find("\\x1b") != std::string::npos);
    CHECK(std::count(table.begin(), table.end(), '\n') == 2);
}

TEST_CASE("a table fits the width of the terminal, also with wide characters", "[cli]")
{
    std::string wide;
    for (int i = 0; i < 60; ++i) {
        wide += "\xe4\xb8\x96";
    }
    const auto table = render_table(
        k_columns, {Data::Object{{"id", std::string(60, 'x')}, {"title", wide}}}, {.width = 40});
    std::istringstream lines{table};
    std::string line;
    while (std::getline(lines, line)) {
        CHECK(base::display_width(line) <= 40);
    }
    CHECK(render_table(k_columns, {Data::Object{{"id", 1}, {"title", wide}}}, {}).find(wide) !=
          std::string::npos);
}

TEST_CASE("CSV is RFC 4180 and exact", "[cli]")
{
    const auto csv = render_csv(k_columns,
                                {Data::Object{{"id", 1}, {"title", "a,b"}},
                                 Data::Object{{"id", 2}, {"title", "say \"hi\""}},
                                 Data::Object{{"id", 3}, {"title", "two\r\nlines"}},
                                 Data::Object{{"id", 4}, {"title", "=1+1"}},
                                 Data::Object{{"id", 5}, {"title", Data{}}}});
    CHECK(
        csv ==
        "id,title\r\n1,\"a,b\"\r\n2,\"say \"\"hi\"\"\"\r\n3,\"two\r\nlines\"\r\n4,=1+1\r\n5,\r\n");
}

TEST_CASE("in CSV for a spreadsheet no cell starts like a formula", "[cli][attack-62]")
{
    const auto tests = test::vectors("hostile-strings.json").at("tests");
    int formulas = 0;
    for (const auto& row : tests) {
        const auto text = test::octets(row, "hex");
        const std::vector<Data> one{Data::Object{{"id", -1}, {"title", text}}};
        std::string quoted;
        for (const char c : text) {
            quoted += c == '"' ? std::string{"\"\""} : std::string{c};
        }
        const auto safe = render_csv(k_columns, one, true);
        const auto cell = safe.substr(std::string_view{"id,title\r\n-1,\""}.size());
        INFO(row.at("comment"));
        CHECK(safe.starts_with("id,title\r\n-1,\""));
        REQUIRE_FALSE(cell.empty());
        CHECK(std::string_view{"=+-@\t\r\n"}.find(cell.front()) == std::string_view::npos);
        CHECK((cell == quoted + "\"\r\n" || cell == "'" + quoted + "\"\r\n"));
        if (row.at("class") == "csv") {
            formulas += cell.front() == '\'' ? 1 : 0;
            const auto exact = render_csv(k_columns, one);
            CHECK((exact == "id,title\r\n-1," + text + "\r\n" ||
                   exact == "id,title\r\n-1,\"" + quoted + "\"\r\n"));
        }
    }
    CHECK(formulas == 8); // of 9 rows, one is only quotes, a comma and a line break
}

TEST_CASE("the envelope has the same keys in the same order for success and failure", "[cli]")
{
    Result result;
    result.rows = rows();
    const auto good = render(result, {"careful"}, "connector list", {.format = Format::json});
    CHECK(good ==
          "{\"schema\":\"syncctl/"
          "connector-list@1\",\"ok\":true,\"exit\":0,\"data\":[{\"id\":1,\"title\":"
          "\"plain\"},{\"id\":20,\"title\":null}],\"warnings\":[\"careful\"],\"error\":null}\n");
    const auto bad = error_envelope(
        {.code = "usage", .message = "no", .hint = {}, .is_retryable = false}, 2, "", {});
    CHECK(bad == "{\"schema\":\"syncctl/"
                 "error@1\",\"ok\":false,\"exit\":2,\"data\":[],\"warnings\":[],\"error\":{"
                 "\"code\":\"usage\",\"message\":\"no\",\"hint\":null,\"retryable\":false}}\n");
}

TEST_CASE("-q hides reports but not answers", "[cli]")
{
    Result result;
    result.rows = rows();
    const OutputOptions quiet{.is_quiet = true};
    CHECK_FALSE(render(result, {}, "x", quiet).empty());
    result.is_report = true;
    CHECK(render(result, {}, "x", quiet).empty());
    CHECK_FALSE(render(result, {}, "x", {.format = Format::json, .is_quiet = true}).empty());
}

TEST_CASE("verbatim text is escaped on a terminal only", "[cli]")
{
    Result result;
    result.verbatim = "a\x1b[2J\nb\n";
    CHECK(render(result, {}, "x", {}) == *result.verbatim);
    CHECK(render(result, {}, "x", {.width = 80}).find('\x1b') == std::string::npos);
}

} // namespace syncctl::cli
