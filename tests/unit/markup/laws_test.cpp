// Converting there and back twice changes nothing more than once did, whatever the input is.

#include "fuzz/laws.hpp"
#include "generator.hpp"

#include "syncctl/markup/convert.hpp"

#include <catch2/catch.hpp>

using namespace syncctl;
using test::MarkupGenerator;

namespace {

constexpr std::uint32_t k_seed = 20'261'126;
constexpr int k_cases = 400;

} // namespace

TEST_CASE("HTML there and back is stable", "[markup][property]")
{
    MarkupGenerator generator{k_seed};
    for (int i = 0; i < k_cases; ++i) {
        const auto html = generator.html();
        INFO("seed " << k_seed << ", case " << i << ": " << html);
        REQUIRE(test::broken_html_law(html).value_or("") == "");
    }
}

TEST_CASE("Markdown there and back is stable", "[markup][property]")
{
    MarkupGenerator generator{k_seed};
    for (int i = 0; i < k_cases; ++i) {
        const auto markdown = generator.markdown();
        INFO("seed " << k_seed << ", case " << i << ": " << markdown);
        REQUIRE(test::broken_markdown_law(markdown).value_or("") == "");
    }
}

TEST_CASE("every text of the domain comes back from HTML", "[markup][property]")
{
    MarkupGenerator generator{k_seed};
    for (int i = 0; i < k_cases; ++i) {
        const auto text = generator.text();
        INFO("seed " << k_seed << ", case " << i << ": " << text);
        const auto html = markup::text_to_html(text);
        const auto back = markup::html_to_text(std::get<std::string>(html));
        REQUIRE(std::get<std::string>(back) == text);
        REQUIRE(test::broken_text_law(text).value_or("") == "");
    }
}
