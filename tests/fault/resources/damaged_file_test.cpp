// F14, F15, F30: a main file with flipped bits, zeroed or swapped pages, a changed row, a cut or
// exchanged file. A damaged database stops the run with exit code 10 before anything is sent; no
// damage makes an item twice.

#include "fault_world.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <random>
#include <set>
#include <sstream>

using namespace syncctl::test;
namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t k_page = 16384;

std::string read_at(const std::string& file, std::uintmax_t at, std::size_t size)
{
    std::ifstream in{file, std::ios::binary};
    in.seekg(static_cast<std::streamoff>(at));
    std::string octets(size, '\0');
    in.read(octets.data(), static_cast<std::streamsize>(size));
    return octets;
}

void write_at(const std::string& file, std::uintmax_t at, const std::string& octets)
{
    std::fstream out{file, std::ios::in | std::ios::out | std::ios::binary};
    out.seekp(static_cast<std::streamoff>(at));
    out.write(octets.data(), static_cast<std::streamsize>(octets.size()));
}

/// A run on a damaged file: whatever it makes of it, it ends by itself, sends nothing once it calls
/// the file damaged, and makes no item twice.
/// \return true when the damage was noticed
bool run_on_damage(FilesWorld& world)
{
    const auto dev = world.contents("dev");
    const auto desk = world.contents("desk");
    const auto result = world.syncctl({"run", "p"});
    check_is_explained(result);
    INFO(result.exit << ": " << result.out << result.err);
    if (result.exit == 10) {
        CHECK(contains(result.err, "hint: "));
        CHECK((contains(result.err, "database") || contains(result.err, "sync.db")));
        CHECK(world.contents("dev") == dev);
        CHECK(world.contents("desk") == desk);
    }
    for (const auto* side : {"dev", "desk"}) {
        const auto items = world.contents(side);
        CHECK(items.size() <= k_items_of_every_kind);
        CHECK(std::set<std::string>{items.begin(), items.end()}.size() == items.size());
    }
    return result.exit == 10;
}

} // namespace

TEST_CASE("a bit flipped anywhere in the database: never a crash, never an item twice",
          "[fault][state]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    const auto file = world.path("state/sync.db");
    std::mt19937 random{20'261'127};
    for (int i = 0; i < 60; ++i) {
        world.restore();
        const auto at = random() % fs::file_size(file);
        const auto bit = random() % 8;
        INFO("bit " << bit << " of octet " << at << " was flipped");
        auto octet = read_at(file, at, 1);
        octet[0] = static_cast<char>(octet[0] ^ (1 << bit));
        write_at(file, at, octet);
        run_on_damage(world);
    }
}

TEST_CASE("a page that was zeroed: stopped before anything is sent", "[fault][state]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    const auto file = world.path("state/sync.db");
    int noticed = 0;
    const auto pages = spread(static_cast<long>(fs::file_size(file) / k_page), 60);
    for (const auto page : pages) {
        INFO("page " << page << " was zeroed");
        world.restore();
        write_at(file, static_cast<std::uintmax_t>(page - 1) * k_page, std::string(k_page, '\0'));
        noticed += run_on_damage(world) ? 1 : 0;
    }
    CHECK(noticed > static_cast<int>(pages.size()) * 9 / 10);
}

TEST_CASE("two pages that were exchanged are found by migrate verify", "[fault][state]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    const auto file = world.path("state/sync.db");
    const auto pages = static_cast<long>(fs::file_size(file) / k_page);
    int noticed = 0;
    const auto all = spread(pages, 20);
    for (const auto page : all) {
        const auto at = static_cast<std::uintmax_t>(page - 1) * k_page;
        const auto next = static_cast<std::uintmax_t>(page % pages) * k_page;
        INFO("page " << page << " of " << pages << " was exchanged with the next one");
        world.restore();
        const auto kept = read_at(file, at, k_page);
        write_at(file, at, read_at(file, next, k_page));
        write_at(file, next, kept);
        const auto result = world.syncctl({"migrate", "verify"});
        check_is_explained(result);
        noticed += result.exit == 10 ? 1 : 0;
    }
    // Two empty pages of the same kind look the same.
    CHECK(noticed > static_cast<int>(all.size()) * 3 / 4);
}

TEST_CASE("a link whose identity was changed stops the run before anything is sent",
          "[fault][state]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    world.sql("UPDATE synced_items SET target_item_id = '9' || target_item_id "
              "WHERE source_item_id = '1'");

    CHECK(run_on_damage(world));
}

TEST_CASE("what is no whole database is refused by run, status and setup, and stays as it is",
          "[fault][state]")
{
    FilesWorld world;
    prepare_every_kind_of_write(world);
    const auto file = world.path("state/sync.db");
    const auto* kind = GENERATE("half", "emptied", "text", "other", "folder", "missing");
    INFO(kind);
    const std::string what{kind};
    if (what == "half") {
        fs::resize_file(file, fs::file_size(file) / 2 / k_page * k_page);
    } else if (what == "emptied") {
        fs::resize_file(file, 0);
    } else if (what == "text") {
        std::ofstream{file} << std::string(5000, 'x');
    } else if (what == "other") {
        fs::remove(file);
        world.sql("CREATE TABLE others (a)");
        fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    } else {
        fs::remove(file);
        if (what == "folder") {
            fs::create_directory(file);
        }
    }
    const auto size = what == "missing" || what == "folder" ? 0 : fs::file_size(file);
    for (const auto* command : {"run", "status", "setup"}) {
        if (what == "missing" && std::string{command} == "setup") {
            continue; // that is what setup is for
        }
        const auto result = world.syncctl(std::string{command} == "run" ? Arguments{"run", "p"}
                                                                        : Arguments{command});
        INFO(command << ": " << result.out << result.err);
        CHECK(result.exit == 10);
        CHECK(contains(result.err, "hint: "));
    }
    CHECK(fs::exists(file) == (what != "missing"));
    CHECK((what == "missing" || what == "folder" ? 0 : fs::file_size(file)) == size);
    CHECK(world.ids("dev").size() == k_items_of_every_kind - 2);
}
