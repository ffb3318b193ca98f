#include "syncctl/base/error.hpp"
#include "syncctl/connectors/files.hpp"
#include "syncctl/connectors/registry.hpp"

#include <catch2/catch.hpp>

namespace syncctl::tests {

TEST_CASE("a registry finds a connector type by its exact name", "[connectors]")
{
    connectors::Registry registry;
    registry.add(connectors::files_type());

    REQUIRE(registry.find("files") != nullptr);
    CHECK(registry.find("files")->name == "files");
    CHECK(registry.find("file") == nullptr);
    CHECK(registry.find("Files") == nullptr);
    CHECK(registry.types().size() == 1);
}

TEST_CASE("a registry refuses a second type of the same name", "[connectors]")
{
    connectors::Registry registry;
    registry.add(connectors::files_type());

    CHECK_THROWS_AS(registry.add(connectors::files_type()), Error);
}

TEST_CASE("the type files needs no network, no settings and no secrets", "[connectors]")
{
    const auto type = connectors::files_type();

    CHECK(type.settings.empty());
    CHECK(type.origins("/srv/tracker", {}).empty());
}

} // namespace syncctl::tests
