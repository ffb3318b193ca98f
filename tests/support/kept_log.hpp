#pragma once

#include "syncctl/base/log.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::tests {

/// Keeps what a connector says to people.
class KeptLog final : public base::Log {
public:
    void warning(std::string_view text) override { warnings.emplace_back(text); }

    void detail(std::string_view text) override { details.emplace_back(text); }

    std::vector<std::string> warnings;
    std::vector<std::string> details;
};

} // namespace syncctl::tests
