#include "app_world.hpp"

#include "syncctl/app/mapping_drafts.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <sys/stat.h>

using namespace syncctl;
using app::DraftFolder;
using test::code_of;
namespace fs = std::filesystem;

namespace {

unsigned mode_of(const fs::path& path)
{
    struct stat info {};

    REQUIRE(::lstat(path.c_str(), &info) == 0);
    return info.st_mode & 07777U;
}

} // namespace

TEST_CASE("a draft is private, and gone as a whole when it is discarded", "[app][mapping]")
{
    const test::TempDir dir;
    const DraftFolder drafts{dir / "sync.db"};
    auto draft = drafts.start("p", 3, "text\n");
    CHECK(draft.file().filename() == "p.yaml");
    CHECK(draft.text() == "text\n");
    CHECK(draft.started_from() == 3);
    CHECK(mode_of(draft.file()) == 0600);
    CHECK(mode_of(draft.file().parent_path()) == 0700);
    CHECK(mode_of(dir / "sync.db.drafts") == 0700);
    draft.write("other\n");
    CHECK(draft.text() == "other\n");
    draft.discard();
    CHECK(fs::is_empty(dir / "sync.db.drafts"));
    CHECK(code_of([&] { (void)draft.text(); }) == ErrorCode::not_found);
}

TEST_CASE("a draft that is held is not left over; without its holder it is", "[app][mapping]")
{
    const test::TempDir dir;
    const DraftFolder drafts{dir / "sync.db"};
    CHECK(drafts.left_over("p").drafts.empty());
    {
        auto held = drafts.start("p", 1, "one");
        held.set_started_from(2);
        const auto found = drafts.left_over("p");
        CHECK(found.drafts.empty());
        CHECK(found.held_by_others == 1);
    }
    const auto found = drafts.left_over("p");
    REQUIRE(found.drafts.size() == 1);
    CHECK(found.held_by_others == 0);
    CHECK(found.drafts.front().text() == "one");
    CHECK(found.drafts.front().started_from() == 2);
}

TEST_CASE("drafts belong to their pair, newest first", "[app][mapping]")
{
    const test::TempDir dir;
    const DraftFolder drafts{dir / "sync.db"};
    (void)drafts.start("p", 1, "of p");
    (void)drafts.start("p.x", 1, "of p.x");
    (void)drafts.start("p-0123456789abcdef", 1, "of another");
    const auto older = drafts.start("p", 1, "older of p").file();
    fs::last_write_time(older, fs::file_time_type::clock::now() - std::chrono::hours{1});
    const auto found = drafts.left_over("p");
    REQUIRE(found.drafts.size() == 2);
    CHECK(found.drafts[0].text() == "of p");
    CHECK(found.drafts[1].text() == "older of p");
    CHECK(drafts.left_over("p.x").drafts.size() == 1);
}

TEST_CASE("a folder that others can look into, or a link, is not used", "[app][mapping]")
{
    const test::TempDir dir;
    const DraftFolder drafts{dir / "sync.db"};
    fs::create_directory(dir / "elsewhere");
    SECTION("open to others")
    {
        fs::create_directory(dir / "sync.db.drafts");
        fs::permissions(dir / "sync.db.drafts", fs::perms{0755});
    }
    SECTION("a link")
    {
        fs::create_directory_symlink(dir / "elsewhere", dir / "sync.db.drafts");
    }
    CHECK(code_of([&] { (void)drafts.start("p", 1, "text"); }) == ErrorCode::io);
    CHECK(code_of([&] { (void)drafts.left_over("p"); }) == ErrorCode::io);
    CHECK(fs::is_empty(dir / "elsewhere"));
}

TEST_CASE("what a kill left between its steps is no draft", "[app][mapping]")
{
    const test::TempDir dir;
    const DraftFolder drafts{dir / "sync.db"};
    const auto file = drafts.start("p", 1, "text").file();
    fs::remove(file);
    CHECK(drafts.left_over("p").drafts.empty());
    fs::create_symlink("/etc/passwd", file);
    const auto found = drafts.left_over("p");
    REQUIRE(found.drafts.size() == 1);
    CHECK(code_of([&] { (void)found.drafts.front().text(); }) == ErrorCode::io);
}
