#include "syncctl/model/work_item.hpp"

#include <catch2/catch.hpp>

using namespace syncctl::model; // NOLINT(google-build-using-namespace): this file tests that one
                                // module

TEST_CASE("an item offers its id to a mapping unless the tracker has such a field", "[model]")
{
    WorkItem item;
    item.id = "4711";
    item.fields = {{"Title", std::string{"Printer"}}};
    CHECK(field_of(item, "Title") == Value{std::string{"Printer"}});
    CHECK(field_of(item, "id") == Value{std::string{"4711"}});
    CHECK(is_null(field_of(item, "State")));
    item.fields["id"] = std::string{"own"};
    CHECK(field_of(item, "id") == Value{std::string{"own"}});
}
