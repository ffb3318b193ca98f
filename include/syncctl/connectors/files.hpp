#pragma once

#include "syncctl/connectors/registry.hpp"

namespace syncctl::connectors {

/// Type `files`: a folder of JSON documents (docs/connectors/files.md).
[[nodiscard]] ConnectorType files_type();

} // namespace syncctl::connectors
