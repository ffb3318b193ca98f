// How many MB of input each conversion takes in a second of CPU time, beside the bare parser and a
// bare copy of the same data. usage: bench_markup [SECONDS for each line, default 1]

#include "syncctl/markup/convert.hpp"

#include <fmt/format.h>
#include <md4c.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

using namespace syncctl;

namespace {

constexpr std::string_view k_paragraphs[] = {
    "<div>The printer on the third floor prints <b>only blank pages</b> since the update of last "
    "night. It was restarted twice, and the cable was changed; other printers of the same series "
    "work.<br>Asset number: PR-0417, room 3.112&nbsp;</div><div><br></div>",
    "<p style=\"margin:0cm;font-family:Calibri\"><span style=\"font-size:11pt\">Hello support "
    "team,</span></p><p>since <i>Monday</i> nobody of our department reaches the share "
    "<a href=\"https://files.example.org/departments/sales?view=list&amp;sort=name\">sales</a>. "
    "Could you please have a look at it &quot;as soon as possible&quot;? The message is: "
    "&lt;access "
    "denied&gt;.</p>",
    "<ol><li>Open the application and sign in with an account that has two roles</li><li>Choose "
    "<b>Reports</b>, then <b>Monthly</b><ul><li>the list stays empty</li><li>the log shows a "
    "<code>NullReferenceException</code></li></ul></li><li>Press F5</li></ol>",
    "<table style=\"width:100%\"><tbody><tr><th>Version</th><th>Result</th></tr><tr><td>4.1</td>"
    "<td>works</td></tr><tr><td>4.2</td><td>fails after about ten minutes of use</td></tr></tbody>"
    "</table><pre><code>at Example.Reports.Load(String name)\n   at Example.Main(String[] args)\n"
    "</code></pre>",
};

/// 2 to 20 KB each, as descriptions of work items are.
std::vector<std::string> descriptions()
{
    std::vector<std::string> texts;
    for (std::size_t size = 2'000; size <= 20'000; size += 2'000) {
        std::string text;
        for (std::size_t i = size / 2'000; text.size() < size; ++i) {
            text += k_paragraphs[i % std::size(k_paragraphs)];
        }
        texts.push_back(std::move(text));
    }
    return texts;
}

std::vector<std::string> all_converted(markup::Result (*function)(std::string_view),
                                       const std::vector<std::string>& texts)
{
    std::vector<std::string> results;
    for (const auto& text : texts) {
        results.push_back(std::get<std::string>(function(text)));
    }
    return results;
}

std::size_t g_sink = 0; // so that no work is left out by the compiler

template <class Work>
void measure(std::string_view name,
             const std::vector<std::string>& texts,
             double seconds,
             Work work)
{
    std::size_t octets = 0;
    double took = 0;
    const auto begin = std::clock(); // CPU time: other programs do not count
    do {
        for (const auto& text : texts) {
            work(text);
            octets += text.size();
        }
        took = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    } while (took < seconds);
    fmt::print("{:<24} {:8.1f} MB/s\n", name, static_cast<double>(octets) / 1e6 / took);
}

void parse_html(std::string_view html)
{
    auto* parser = htmlCreateMemoryParserCtxt(html.data(), static_cast<int>(html.size()));
    htmlSAXHandler events{};
    events.startElement = [](void*, const xmlChar*, const xmlChar**) { ++g_sink; };
    events.endElement = [](void*, const xmlChar*) { ++g_sink; };
    events.characters = [](void*, const xmlChar*, int size) {
        g_sink += static_cast<std::size_t>(size);
    };
    events.initialized = 1;
    *parser->sax = events;
    htmlCtxtUseOptions(parser, HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(parser);
    htmlFreeParserCtxt(parser);
}

void parse_markdown(std::string_view markdown)
{
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS;
    parser.enter_block = [](MD_BLOCKTYPE, void*, void*) { return 0; };
    parser.leave_block = parser.enter_block;
    parser.enter_span = [](MD_SPANTYPE, void*, void*) { return 0; };
    parser.leave_span = parser.enter_span;
    parser.text = [](MD_TEXTTYPE, const MD_CHAR*, MD_SIZE size, void*) {
        g_sink += size;
        return 0;
    };
    md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, nullptr);
}

void copy(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        result += c;
    }
    g_sink += result.size();
}

} // namespace

int main(int count, char** arguments)
{
    const double seconds = count > 1 ? std::atof(arguments[1]) : 1.0;
    const auto html = descriptions();
    const auto markdown = all_converted(markup::html_to_markdown, html);
    const auto text = all_converted(markup::html_to_text, html);
    const auto conversion = [](markup::Result (*function)(std::string_view)) {
        return [function](std::string_view input) {
            g_sink += std::get<std::string>(function(input)).size();
        };
    };
    measure("copy, octet by octet", html, seconds, copy);
    measure("libxml2 alone", html, seconds, parse_html);
    measure("clean_html", html, seconds, conversion(markup::clean_html));
    measure("html_to_text", html, seconds, conversion(markup::html_to_text));
    measure("html_to_markdown", html, seconds, conversion(markup::html_to_markdown));
    measure("md4c alone", markdown, seconds, parse_markdown);
    measure("markdown_to_html", markdown, seconds, conversion(markup::markdown_to_html));
    measure("markdown_to_text", markdown, seconds, conversion(markup::markdown_to_text));
    measure("text_to_html", text, seconds, conversion(markup::text_to_html));
    return g_sink == 0 ? 1 : 0;
}
