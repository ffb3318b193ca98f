#pragma once

#include "syncctl/store/database.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace syncctl::store {

/// An envelope and where it lives.
struct SealedValue {
    std::string table;
    std::string column;
    std::string row;   ///< the row's UUID, or the key of a setting
    std::string owner; ///< name of the connector, or key of the setting
    std::string envelope;
};

/// Every sealed value of a database, whatever table it is in.
class SealedValues {
public:
    explicit SealedValues(Database& database) : m_database{database} {}

    [[nodiscard]] std::vector<SealedValue> list();
    void replace(const SealedValue& value, std::string_view envelope);

private:
    Database& m_database;
};

} // namespace syncctl::store
