#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace syncctl::connectors::files {

struct JsonMember;

/// JSON with its keys in the order of the text and its numbers as they were spelled: a document can
/// be written again without touching what syncctl does not know.
struct JsonTree {
    struct Number {
        std::string text;
        bool operator==(const Number&) const = default;
    };

    using Array = std::vector<JsonTree>;
    using Object = std::vector<JsonMember>;
    std::variant<std::monostate, bool, Number, std::string, Array, Object> value;

    [[nodiscard]] bool is_object() const { return std::holds_alternative<Object>(value); }

    /// The value of a key of an object; nullptr when this is no object or has no such key.
    [[nodiscard]] const JsonTree* find(std::string_view key) const;
    [[nodiscard]] JsonTree* find(std::string_view key);

    /// The text when this is a string, else nullptr.
    [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value); }

    /// Replaces in place or appends. This must be an object.
    void set(std::string_view key, JsonTree new_value);
    void erase(std::string_view key);
};

struct JsonMember {
    std::string key;
    JsonTree value;
};

/// The document of an outside text; base::parse_json checks it before anything is built.
/// \throws Error{document}
[[nodiscard]] JsonTree parse_tree(std::string_view text);

/// Indented by two, with a line feed at the end. The tree's texts must be valid UTF-8.
[[nodiscard]] std::string pretty_text(const JsonTree& tree);

/// "an object", "a text", ... for messages.
[[nodiscard]] std::string_view kind_of(const JsonTree& tree);

} // namespace syncctl::connectors::files
