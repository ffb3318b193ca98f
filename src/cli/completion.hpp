#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::cli {

/// One thing that could stand at the cursor.
struct Candidate {
    std::string word;
    std::string about; ///< for the shells that show it
};

/// What a place of the command line takes.
enum class Takes {
    something, ///< free text: nothing to offer
    pair,
    connector,
    connector_type,
    setting,
    conflict,
    file,
    folder,
    pair_or_file,
    pair_or_connector,
    shell
};

/// The names of one kind that exist now.
using NameSource = std::function<std::vector<Candidate>(Takes)>;

struct Completion {
    std::vector<Candidate> candidates;
    /// file or folder: the shell offers those itself, besides the candidates.
    Takes paths = Takes::something;
    /// `--name=` of the word at the cursor, when what is completed stands behind it.
    std::string prefix;
};

/// What can stand at the cursor, from the same data as the help. The shell's own filter does the
/// rest: whether a candidate begins like the word at the cursor is not looked at.
/// \param before the words between the program's name and the cursor, as the program would get them
/// \param current the word at the cursor, as far as it is there
[[nodiscard]] Completion
complete(const std::vector<std::string>& before, std::string_view current, const NameSource& names);

} // namespace syncctl::cli
