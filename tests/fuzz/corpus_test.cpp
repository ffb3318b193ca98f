// What the fuzzers start from, and what they found, keeps the laws.

#include "laws.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

using namespace syncctl;

namespace {

using Law = std::optional<std::string> (*)(std::string_view);

void check_corpus(const std::string& name, Law law)
{
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{
             std::filesystem::path{SYNCCTL_TEST_DATA} / "fuzz" / name}) {
        std::ifstream in{entry.path(), std::ios::binary};
        const std::string input{std::istreambuf_iterator<char>{in}, {}};
        INFO(entry.path().string());
        CHECK(law(input).value_or("") == "");
        ++count;
    }
    CHECK(count > 1);
}

} // namespace

TEST_CASE("the corpus of HTML keeps its laws", "[fuzz]")
{
    check_corpus("html", test::broken_html_law);
    check_corpus("html", test::broken_text_law);
}

TEST_CASE("the corpus of Markdown keeps its laws", "[fuzz]")
{
    check_corpus("markdown", test::broken_markdown_law);
}

TEST_CASE("the corpus of mappings keeps its laws", "[fuzz]")
{
    check_corpus("mapping", test::broken_mapping_law);
}
