#include "../chains.hpp"
#include "mapping/text_functions.hpp"

#include <clocale>

using namespace syncctl;
using namespace syncctl::test;

TEST_CASE("case mapping covers the alphabets and asks no locale", "[mapping][transform]")
{
    const char* before = std::setlocale(LC_ALL, nullptr);
    const std::string saved = before == nullptr ? "C" : before;
    for (const auto* locale : {"C", "tr_TR.UTF-8", "C.UTF-8"}) {
        std::setlocale(LC_ALL, locale);
        CHECK(mapping::to_upper("iı straße ﬁn àéñ") == "II STRASSE FIN ÀÉÑ");
        CHECK(mapping::to_lower("I İ") == "i i\u0307");
        CHECK(mapping::to_upper("λόγος привет ձայն ა") == "ΛΌΓΟΣ ПРИВЕТ ՁԱՅՆ Ა");
        CHECK(mapping::to_lower("ΛΌΓΟΣ ПРИВЕТ ՁԱՅՆ Ა") == "λόγος привет ձայն ა");
        CHECK(mapping::to_upper("ŉ ΐ և ǰ ĳ") == "ʼN \u0399\u0308\u0301 ԵՒ J\u030C Ĳ");
        CHECK(mapping::to_lower("𐐀 Σ ΑΣΑ") == "𐐨 σ ασα");
        CHECK(mapping::to_upper("日本 🎉 123") == "日本 🎉 123");
    }
    std::setlocale(LC_ALL, saved.c_str());
}

TEST_CASE("case mapping is stable when applied twice", "[mapping][transform]")
{
    for (char32_t point = 0x20; point < 0x20000; ++point) {
        if (point >= 0xD800 && point <= 0xDFFF) {
            continue;
        }
        std::string one;
        if (point < 0x80) {
            one = static_cast<char>(point);
        } else if (point < 0x800) {
            one = {static_cast<char>(0xC0U | (point >> 6U)),
                   static_cast<char>(0x80U | (point & 0x3FU))};
        } else if (point < 0x10000) {
            one = {static_cast<char>(0xE0U | (point >> 12U)),
                   static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)),
                   static_cast<char>(0x80U | (point & 0x3FU))};
        } else {
            one = {static_cast<char>(0xF0U | (point >> 18U)),
                   static_cast<char>(0x80U | ((point >> 12U) & 0x3FU)),
                   static_cast<char>(0x80U | ((point >> 6U) & 0x3FU)),
                   static_cast<char>(0x80U | (point & 0x3FU))};
        }
        const auto upper = mapping::to_upper(one);
        const auto lower = mapping::to_lower(one);
        if (mapping::to_upper(upper) != upper || mapping::to_lower(lower) != lower) {
            FAIL("not stable: " << one);
        }
    }
}

TEST_CASE("trim removes Unicode white space and byte-order marks at both ends only",
          "[mapping][transform]")
{
    const auto trim = chain("trim");
    CHECK(text_of(trim.forward(text("\uFEFF \t\u00A0a b\u3000\u2003\r\n"))) == "a b");
    CHECK(text_of(trim.forward(text(" \u2028\u0085 "))).empty());
    CHECK(text_of(trim.forward(text("\u200Ba"))) == "\u200Ba");
}

TEST_CASE("truncate counts code points and keeps clusters whole", "[mapping][transform]")
{
    CHECK(text_of(chain("truncate", {"3"}).forward(text("日本語文"))) == "日本語");
    CHECK(text_of(chain("truncate", {"3"}).forward(text("abc"))) == "abc");
    CHECK(text_of(chain("truncate", {"5", "..."}).forward(text("abcdef"))) == "ab...");
    CHECK(text_of(chain("truncate", {"6", "..."}).forward(text("abcdef"))) == "abcdef");
    CHECK(text_of(chain("truncate", {"3", "..."}).forward(text("abcdef"))) == "...");
    CHECK(text_of(chain("truncate", {"2"}).forward(text("ae\u0301x"))) == "a");
    CHECK(text_of(chain("truncate", {"3"}).forward(text("a👩\u200D👩x"))) == "a");
    CHECK(text_of(chain("truncate", {"2"}).forward(text("e\u0301\u0301\u0301"))) == "e\u0301");
}

TEST_CASE("prefix and suffix come off on the way back, or say what is missing",
          "[mapping][transform]")
{
    CHECK(text_of(chain("prefix", {"INC-"}).forward(text("7"))) == "INC-7");
    CHECK(text_of(chain("prefix", {"INC-"}).backward(text("INC-7"))) == "7");
    CHECK(problem_of(chain("prefix", {"INC-"}).backward(text("7"))) ==
          "the text does not start with 'INC-'");
    CHECK(problem_of(chain("suffix", {"!"}).backward(text("7"))) ==
          "the text does not end with '!'");
}

TEST_CASE("replace takes every occurrence as it is written", "[mapping][transform]")
{
    CHECK(text_of(chain("replace", {"a.", "$1"}).forward(text("a. ab a."))) == "$1 ab $1");
    CHECK(text_of(chain("replace", {"aa", "a"}).forward(text("aaaaa"))) == "aaa");
    CHECK(text_of(chain("replace", {"x", ""}).forward(text("xaxbx"))) == "ab");
    CHECK(text_of(chain("replace", {"é", "e"}).backward(text("café"))) == "cafe");
    CHECK(text_of(chain("replace", {"z", "y"}).forward(text(""))).empty());
    CHECK(refusal_of("replace", {"", "x"}).find("not an empty one") != std::string::npos);
}

TEST_CASE("replace makes no more than 16 MiB of a text", "[mapping][transform]")
{
    const auto each = chain("replace", {"a", std::string(1000, 'b')});
    CHECK(problem_of(each.forward(text(std::string(20'000, 'a')))) ==
          "replace would make more than 16 MiB of this text");
    CHECK(text_of(each.forward(text(std::string(1000, 'a')))).size() == 1'000'000);
}

TEST_CASE("no_mentions keeps copied names and numbers from notifying anybody",
          "[mapping][transform]")
{
    const auto calm = chain("no_mentions");
    const auto of = [&](const std::string& written) {
        return text_of(calm.forward(text(written)));
    };
    CHECK(of("@everyone") == "@\u2060everyone");
    CHECK(of("ask @ann, see #12") == "ask @\u2060ann, see #\u206012");
    CHECK(of("<p>@ann</p>") == "<p>@\u2060ann</p>");
    CHECK(of("(@ann)\n@@bob") == "(@\u2060ann)\n@@\u2060bob");
    CHECK(of("@Jörg @日本") == "@\u2060Jörg @\u2060日本");
    // Addresses, links, entities and headings mean nobody.
    for (const std::string harmless : {"ann@example.com",
                                       R"(<a href="#top">up</a>)",
                                       "https://x.example/a#b",
                                       "it&#39;s C#",
                                       "# Heading",
                                       "@ home",
                                       "@"}) {
        CHECK(of(harmless) == harmless);
    }
    CHECK(text_of(calm.backward(text("@ann"))) == "@\u2060ann");
    std::string many;
    for (int i = 0; i < 500; ++i) {
        many += "@everyone ";
    }
    CHECK(of(many).find("@e") == std::string::npos);
}
