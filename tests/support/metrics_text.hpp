#pragma once

#include <cstdlib>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

namespace syncctl::test {

/// Reads the Prometheus text format as its definition has it, for gauges: every family has HELP and
/// TYPE once, before its samples, which stand together; no sample comes twice.
/// \returns the samples by `name{labels}` as they are written
/// \throws std::runtime_error naming the line
inline std::map<std::string, double> read_metrics(const std::string& text)
{
    static const std::regex help{R"(# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\]|\\\\|\\n)+))"};
    static const std::regex type{R"(# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) gauge)"};
    static const std::regex sample{
        R"(([a-zA-Z_:][a-zA-Z0-9_:]*))"
        R"((\{(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\\\|\\"|\\n)*",?)*\})? (-?[0-9]+(?:\.[0-9]+)?))"};
    std::map<std::string, double> samples;
    std::set<std::string> families;
    std::string family;
    bool has_type = false;
    const auto refuse = [](const std::string& line) {
        throw std::runtime_error{"no line of the text format: " + line};
    };
    if (text.empty() || text.back() != '\n') {
        refuse("(the last line has no end)");
    }
    std::istringstream lines{text};
    std::string line;
    while (std::getline(lines, line)) {
        std::smatch match;
        if (std::regex_match(line, match, help)) {
            family = match[1];
            has_type = false;
            if (!families.insert(family).second) {
                refuse(line);
            }
        } else if (std::regex_match(line, match, type)) {
            if (match[1] != family || has_type) {
                refuse(line);
            }
            has_type = true;
        } else if (std::regex_match(line, match, sample) && match[1] == family && has_type) {
            const auto key = match[1].str() + match[2].str();
            if (!samples.emplace(key, std::strtod(match[3].str().c_str(), nullptr)).second) {
                refuse(line);
            }
        } else {
            refuse(line);
        }
    }
    return samples;
}

} // namespace syncctl::test
