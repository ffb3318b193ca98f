#include "support/temp_dir.hpp"

#include "syncctl/base/copy_name.hpp"

#include <catch2/catch.hpp>

#include <fstream>

using namespace syncctl;
using namespace syncctl::test;

TEST_CASE("a copy is named after its file, what it is for and the second", "[base]")
{
    const TempDir dir;
    const auto file = dir / "sync.db";
    const auto now = base::parse_utc("2026-11-26T22:15:00.999Z").value();
    const auto name = base::copy_name(file, "before-restore", now);
    CHECK(name == dir / "sync.db.before-restore-20261126T221500Z");
    CHECK(base::copy_name(file, "backup", now, "-v8") ==
          dir / "sync.db.backup-20261126T221500Z-v8");

    SECTION("what has the name keeps it, be it a link to nowhere")
    {
        std::ofstream{name} << "an earlier copy";
        std::filesystem::create_symlink("nowhere", name.string() + "-2");
        CHECK(base::copy_name(file, "before-restore", now) == name.string() + "-3");
    }
}
