#pragma once

#include "draft.hpp"
#include "findings.hpp"
#include "rule_text.hpp"
#include "yaml_reader.hpp"

#include "syncctl/model/pair.hpp"
#include "syncctl/model/side.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace syncctl::mapping {

/// Takes values out of nodes; what is not as expected is reported and nullopt (or false).
class NodeReader {
public:
    explicit NodeReader(Findings& findings) : m_findings{findings} {}

    [[nodiscard]] Findings& findings() const { return m_findings; }

    void unknown_key(const Node& key, const std::vector<std::string>& known);
    [[nodiscard]] std::optional<Name> text(const Node& node, std::string_view what);
    /// False, too, when there is nothing at all; that is not reported.
    [[nodiscard]] bool is_list(const Node& node, std::string_view what);
    [[nodiscard]] bool is_mapping(const Node& node, std::string_view what);
    [[nodiscard]] std::optional<model::Strategy> strategy(const Node& node);
    [[nodiscard]] std::optional<model::DeletePolicy> delete_policy(const Node& node);
    [[nodiscard]] std::optional<RuleText> rule(const Node& node, std::string_view what);
    /// A rule without transforms and constant.
    [[nodiscard]] std::optional<LineDraft> line(const Node& node, std::string_view what);
    void lines(const Node& list, std::string_view what, std::vector<LineDraft>& into);

    /// A rule, or a rule as the only key of its options.
    struct WithOptions {
        const Node* rule = nullptr; ///< nullptr: neither of the two, and reported
        const Node* options = nullptr;
    };

    [[nodiscard]] WithOptions
    with_options(const Node& item, std::string_view what, std::string_view usage);

    /// How the sides are called in conditions besides `source` and `target`.
    void name_sides(model::BothSides<std::string> names) { m_names = std::move(names); }

    /// The value of `when`: a condition, or a list of them.
    void conditions(const Node& node, std::vector<ConditionDraft>& into);

    /// One of a few words; another one is reported with what is known.
    [[nodiscard]] std::optional<std::string>
    one_of(const Node& node, std::string_view what, const std::vector<std::string>& known);

private:
    template <class Value>
    std::optional<Value> word(const Node& node,
                              std::string_view what,
                              std::optional<Value> (*from)(std::string_view),
                              const std::vector<std::string>& known);
    void
    refuse_word(const Name& written, std::string_view what, const std::vector<std::string>& known);
    void condition(const Node& node, std::vector<ConditionDraft>& into);

    Findings& m_findings;
    model::BothSides<std::string> m_names;
};

/// "text", "a list" or "a mapping".
[[nodiscard]] std::string_view kind_of(const Node& node);

} // namespace syncctl::mapping
