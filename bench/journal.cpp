// The price of the intent journal: durable intents per second through the store, beside plain
// SQLite commits of rows of the same size (WAL, synchronous=FULL, one table, no index, no checks).
//   bench_journal DIR      works in DIR, which must exist and be empty; prints a Markdown table

#include "syncctl/store/journal.hpp"

#include "syncctl/base/clock.hpp"
#include "syncctl/store/migrator.hpp"
#include "syncctl/store/store.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using namespace syncctl;

constexpr int k_rounds = 5;
constexpr int k_commits_per_round = 200;

/// About 1 KB, as bench_generate makes its items.
const std::string& some_text()
{
    static const std::string text(900, 'x');
    return text;
}

model::Intent an_intent(base::PairId pair, int number)
{
    model::Intent intent;
    intent.pair = pair;
    intent.origin_item = std::to_string(number);
    intent.item_type = "Bug";
    intent.marker = model::marker_for(
        "33333333-3333-4333-8333-333333333333", model::Side::source, intent.origin_item);
    intent.fields["Title"] = fmt::format("matter {}", number);
    intent.fields["State"] = std::string{"New"};
    intent.fields["Description"] = some_text();
    return intent;
}

base::PairId make_pair(store::Store& store, const base::Clock& clock)
{
    store::Transaction transaction{store.database};
    model::ConnectorConfig source;
    source.uuid = "11111111-1111-4111-8111-111111111111";
    source.name = "a";
    source.type = "files";
    source.url = "file:///a";
    auto target = source;
    target.uuid = "22222222-2222-4222-8222-222222222222";
    target.name = "b";
    target.url = "file:///b";
    model::Pair pair;
    pair.uuid = "33333333-3333-4333-8333-333333333333";
    pair.name = "p";
    pair.source = store.connectors.insert(source, clock.now());
    pair.target = store.connectors.insert(target, clock.now());
    const auto id = store.pairs.insert(pair, clock.now());
    transaction.commit();
    return id;
}

/// What a run pays before it may send a batch.
class OurJournal {
public:
    explicit OurJournal(const fs::path& file)
        : m_database{file, store::OpenMode::create}, m_store{m_database}
    {
        store::Migrator{m_database, m_clock}.up();
        m_pair = make_pair(m_store, m_clock);
    }

    void commit_batch(int first, int count)
    {
        std::vector<model::Intent> intents;
        intents.reserve(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i) {
            intents.push_back(an_intent(m_pair, first + i));
        }
        store::Transaction transaction{m_database};
        m_store.journal.record(intents);
        transaction.commit();
    }

private:
    base::SystemClock m_clock;
    store::Database m_database;
    store::Store m_store;
    base::PairId m_pair;
};

void check(int code, sqlite3* database)
{
    if (code != SQLITE_OK && code != SQLITE_DONE) {
        throw std::runtime_error{sqlite3_errmsg(database)};
    }
}

class PlainSqlite {
public:
    explicit PlainSqlite(const fs::path& file)
    {
        sqlite3* opened = nullptr;
        const int code = sqlite3_open(file.c_str(), &opened);
        m_database.reset(opened);
        check(code, opened);
        run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE rows (id INTEGER PRIMARY KEY, origin TEXT, marker TEXT, fields TEXT)");
        sqlite3_stmt* prepared = nullptr;
        check(sqlite3_prepare_v2(opened,
                                 "INSERT INTO rows (origin, marker, fields) VALUES (?, ?, ?)",
                                 -1,
                                 &prepared,
                                 nullptr),
              opened);
        m_insert.reset(prepared);
    }

    void commit_batch(int first, int count)
    {
        run("BEGIN IMMEDIATE");
        for (int i = 0; i < count; ++i) {
            const auto intent = an_intent({}, first + i);
            const auto fields =
                fmt::format(R"({{"Description":"{}","State":"New","Title":"matter {}"}})",
                            some_text(),
                            first + i);
            bind(1, intent.origin_item);
            bind(2, intent.marker);
            bind(3, fields);
            check(sqlite3_step(m_insert.get()), m_database.get());
            check(sqlite3_reset(m_insert.get()), m_database.get());
        }
        run("COMMIT");
    }

private:
    void run(const char* sql)
    {
        check(sqlite3_exec(m_database.get(), sql, nullptr, nullptr, nullptr), m_database.get());
    }

    void bind(int index, const std::string& text)
    {
        check(sqlite3_bind_text(m_insert.get(),
                                index,
                                text.data(),
                                static_cast<int>(text.size()),
                                SQLITE_TRANSIENT), // NOLINT: SQLite's own macro
              m_database.get());
    }

    struct Close {
        void operator()(sqlite3* database) const { sqlite3_close(database); }
    };

    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };

    std::unique_ptr<sqlite3, Close> m_database;
    std::unique_ptr<sqlite3_stmt, Finalize> m_insert;
};

/// Seconds of the median round; the two take turns so that the machine's moods meet both.
template <typename Subject>
double seconds_of(Subject& subject, int& next, int batch, int commits)
{
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < commits; ++i) {
        subject.commit_batch(next, batch);
        next += batch;
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void print_row(const char* tool, int batch, int commits, double seconds)
{
    std::cout << fmt::format("| {} | {} | {:.0f} | {:.0f} |\n",
                             batch,
                             tool,
                             commits / seconds,
                             static_cast<double>(commits) * batch / seconds);
}

void measure(const fs::path& folder, int batch)
{
    OurJournal ours{folder / fmt::format("ours-{}.db", batch)};
    PlainSqlite plain{folder / fmt::format("plain-{}.db", batch)};
    const int commits = std::max(10, k_commits_per_round / batch);
    int our_next = 1;
    int plain_next = 1;
    std::vector<double> our_times;
    std::vector<double> plain_times;
    for (int round = 0; round < k_rounds; ++round) {
        our_times.push_back(seconds_of(ours, our_next, batch, commits));
        plain_times.push_back(seconds_of(plain, plain_next, batch, commits));
    }
    print_row("plain SQLite", batch, commits, median(plain_times));
    print_row("journal", batch, commits, median(our_times));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::cerr << "usage: bench_journal DIR\n";
        return 2;
    }
    try {
        std::cout << "| rows per commit | what | commits per s | rows per s |\n|---|---|---|---|\n";
        for (const int batch : {1, 20, 200}) {
            measure(argv[1], batch);
        }
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "bench_journal: " << error.what() << '\n';
        return 1;
    }
}
