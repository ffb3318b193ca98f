#pragma once

#include "findings.hpp"
#include "place.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::mapping {

enum class NodeKind { scalar, sequence, mapping };

struct NodeEntry;

/// A node of a document with its place. All scalars are text.
struct Node {
    NodeKind kind = NodeKind::scalar;
    Place at;
    std::string text;       ///< of a scalar
    int text_column = 0;    ///< where the text starts on its line; 0 when it is not there verbatim
    bool is_quoted = false; ///< a scalar written in quotes or as a block
    bool is_unusable =
        false; ///< already reported: an alias, nested too deeply, a key that is no text
    std::vector<Node> items;        ///< of a sequence
    std::vector<NodeEntry> entries; ///< of a mapping, in the order of the document, keys unique

    /// The place of an octet of a scalar's text; the scalar's own place when that cannot be told.
    [[nodiscard]] Place place_of(std::size_t offset) const;

    /// `key:` with nothing behind it.
    [[nodiscard]] bool is_nothing() const
    {
        return kind == NodeKind::scalar && text.empty() && !is_quoted;
    }
};

struct NodeEntry {
    Node key;
    Node value;
};

constexpr std::size_t k_max_document_bytes = std::size_t{1} << 20U;
constexpr int k_max_depth = 16;

/// Reads one document in the strict part of YAML that a mapping may use. Reports everything that is
/// outside of it; nullopt when no tree can be made.
[[nodiscard]] std::optional<Node> read_yaml(std::string_view document, Findings& findings);

} // namespace syncctl::mapping
