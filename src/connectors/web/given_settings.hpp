#pragma once

#include <map>
#include <string>
#include <string_view>

namespace syncctl::connectors {

/// The settings of a connector by name; an empty value counts as not given.
class GivenSettings {
public:
    explicit GivenSettings(const std::map<std::string, std::string>& settings)
        : m_settings{settings}
    {
    }

    [[nodiscard]] std::string text(const std::string& name) const;
    /// `true` or `false`. \throws Error{setting}
    [[nodiscard]] bool flag(const std::string& name) const;
    /// From `least` to `most`. \throws Error{setting}
    [[nodiscard]] int number(const std::string& name, int otherwise, int most, int least = 1) const;

private:
    const std::map<std::string, std::string>& m_settings;
};

/// \throws Error{setting} always: "setting 'area': it is ..."
[[noreturn]] void refuse_setting(std::string_view name, std::string_view problem);

} // namespace syncctl::connectors
