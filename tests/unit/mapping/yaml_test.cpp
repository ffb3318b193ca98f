#include "fixture.hpp"

using namespace syncctl;
using namespace syncctl::test;

TEST_CASE("anchors, aliases and tags are refused where they stand", "[mapping][yaml]")
{
    check_error(
        document_with("deletes: &policy never\n"), 6, 10, "anchors are not supported: '&policy'");
    check_error(document_with("deletes: *policy\n"), 6, 10, "aliases are not supported: '*policy'");
    check_error(document_with("deletes: !!str never\n"), 6, 10, "tags are not supported");
    check_error(document_with("fields: &all []\n"), 6, 9, "anchors are not supported: '&all'");
    check_error(document_with("defaults: !map {}\n"), 6, 11, "tags are not supported");
}

TEST_CASE("a key written twice is refused at its second place", "[mapping][yaml]")
{
    check_error(
        document_with("deletes: never\ndeletes: close\n"), 7, 1, "'deletes' is written twice");
    check_error(document_with("values: { p: [ 1 <-> 2 ], p: [ 1 <-> 3 ] }\n"),
                6,
                27,
                "'p' is written twice");
}

TEST_CASE("a second document in the file is refused", "[mapping][yaml]")
{
    check_error(document_with("---\nversion: 1\n"), 6, 1, "a second document starts here");
}

TEST_CASE("directives are refused", "[mapping][yaml]")
{
    check_error("%YAML 1.1\n---\nversion: 1\n", 1, 1, "directives");
}

TEST_CASE("a tab in the indentation is named as such", "[mapping][yaml]")
{
    check_error(
        "version: 1\ntypes:\n\t- Bug <-> Incident\n", 3, 1, "a tab in the indentation", "spaces");
    check_error("version: 1\ntypes:\n  \t- Bug <-> Incident\n", 3, 3, "a tab in the indentation");
}

TEST_CASE("nesting beyond 16 levels is refused without reading deeper", "[mapping][yaml]")
{
    const auto nested = [](std::size_t levels) {
        return document_with("defaults: " + std::string(levels, '[') + std::string(levels, ']') +
                             "\n");
    };
    check_error(nested(16), 6, 26, "nested more than 16 levels deep");
    const auto good = compiled(nested(15));
    CHECK_FALSE(has(good, {mapping::Severity::error, 6, 26, "nested more", ""}));
    const auto hostile = compiled(document_with("defaults: " + std::string(500'000, '[')));
    CHECK(mapping::has_errors(hostile.diagnostics));
}

TEST_CASE("a document of 2 MiB is refused before it is read", "[mapping][yaml]")
{
    const std::string document(std::size_t{2} << 20U, '#');
    const auto result = compiled(document);
    REQUIRE(result.diagnostics.size() == 1);
    CHECK(result.diagnostics[0].line == 1);
    CHECK(result.diagnostics[0].message ==
          "the document has 2097152 bytes, at most 1048576 are allowed");
}

TEST_CASE("octets that are not UTF-8 and control characters are refused at their place",
          "[mapping][yaml]")
{
    check_error("version: 1\nsource: \xC3\xA4\xFFx\n", 2, 10, "not UTF-8: octet 0xff");
    check_error("version: 1\nsource: a\xC0\x80\n", 2, 10, "not UTF-8: octet 0xc0");
    check_error(std::string{"version: 1\nsource: a\0b\n", 23}, 2, 10, "the file is no text");
    check_error("version: 1\nsource: a\x1b[2J\n", 2, 10, "U+001B");
    check_error("version: 1\nsource: \"a\\0b\"\n", 2, 9, "U+0000");
}

TEST_CASE("an unterminated quote and a key without colon are errors with a place",
          "[mapping][yaml]")
{
    check_error("version: 1\nsource: \"ado\n", 3, 1, "not valid YAML");
    check_error("version: 1\nsource\n", 3, 1, "not valid YAML");
}

TEST_CASE("a rule that starts with a quoted name must be quoted as a whole", "[mapping][yaml]")
{
    const auto result = compiled(document_with("fields:\n  - \"Due date\" <-> note\n"));
    REQUIRE(result.diagnostics.size() == 1);
    CHECK(result.diagnostics[0].hint.find("quoted as a whole") != std::string::npos);
    check_clean(document_with(
        "fields:\n  - '\"Due date\" <-> note'\n  - Title <-> subject | truncate(250)\n"));
}

TEST_CASE("an empty document says how to start", "[mapping][yaml]")
{
    check_error("", 1, 1, "the document is empty", "version: 1");
    check_error("# only a comment\n", 1, 1, "the document is empty");
}

TEST_CASE("a document that is a list or a text is refused", "[mapping][yaml]")
{
    check_error("- a\n- b\n", 1, 1, "not a list");
    check_error("hello\n", 1, 1, "not text");
}

TEST_CASE("JSON is read as well, with tabs and a byte-order mark", "[mapping][yaml]")
{
    check_clean(
        "\xEF\xBB\xBF{\n\t\"version\": 1,\n\t\"source\": \"ado\", \"target\": \"sdp\",\n"
        "\t\"types\": [\"Bug <-> Incident\"],\n"
        "\t\"fields\": [{\"Title <-> subject | truncate(250)\": {\"only\": [\"Bug\"]}}]\n}\n");
    check_error("{\"version\": 1, \"source\": \"ado\",\n \"target\": \"sdp\", \"types\": [\"Bug => "
                "Incident\"]}",
                2,
                34,
                "'=>' is not an arrow");
}

TEST_CASE("columns count code points, not octets", "[mapping][yaml]")
{
    check_error(document_with("values: { größe: [ ä => b ] }\n"), 6, 22, "'=>' is not an arrow");
}

TEST_CASE("lines end with CR LF as well", "[mapping][yaml]")
{
    check_error("version: 1\r\nsource: ado\r\ntarget: sdp\r\ntypes:\r\n  - Bug => Incident\r\n",
                5,
                9,
                "'=>' is not an arrow");
}
