#pragma once

#include "support/files_world.hpp"
#include "support/shared_clock.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace syncctl::fakes {
class Traffic;
} // namespace syncctl::fakes

namespace syncctl::test {

/// Two fake trackers in the test's process, `dev` and `desk`, kept in step as the pair `p` by the
/// real binary. One clock for all of them, which a test moves. What is the same whichever trackers
/// they are.
class TrackerWorld {
public:
    virtual ~TrackerWorld() = default;
    TrackerWorld(const TrackerWorld&) = delete;
    TrackerWorld& operator=(const TrackerWorld&) = delete;

    [[nodiscard]] ProcessOptions plan(const std::vector<std::string>& arguments) const;

    /// Of a file beside the database.
    [[nodiscard]] std::string path(std::string_view name) const { return m_files.path(name); }

    /// Keeps everything as it is now; restore() goes back to that, as often as wanted.
    void save();
    void restore();
    /// Everything a person relies on, as lines of text that are equal when the worlds are.
    [[nodiscard]] std::string outcome();
    /// What must hold whatever happened. Empty when all holds.
    [[nodiscard]] std::string broken_promises();

    /// More than the settle time of the connectors.
    void let_time_pass() { clock.advance(m_settle_time); }

    /// \throws std::runtime_error when it shows a secret
    ProcessResult syncctl(const std::vector<std::string>& arguments) const;
    /// \throws std::runtime_error when it ends with another exit code
    void must(const std::vector<std::string>& arguments, int exit = 0) const;
    /// Runs the pair, time passes.
    void run(int exit = 0);

    std::string sql(const std::string& query) { return m_files.sql(query); }

    /// The id on the other side.
    [[nodiscard]] std::string partner_of(const std::string& side, const std::string& id);

    /// What a person may rely on after whatever happened: at most four runs on, a settle time
    /// between them, everything is as `expected`; one more run writes nothing.
    /// \return what is wrong; empty when all is well
    [[nodiscard]] std::string heal(const std::string& expected);
    /// One run that has nothing to do.
    [[nodiscard]] std::string run_quietly();

protected:
    /// \param settle_time longer than that of the slower connector
    explicit TrackerWorld(std::chrono::minutes settle_time);

    // What the trackers of a world have to tell.
    virtual void save_trackers() = 0;
    virtual void restore_trackers() = 0;
    /// Every item, without its id, since an interrupted run may use one up.
    [[nodiscard]] virtual std::vector<std::string> shown_items(const std::string& side) const = 0;
    [[nodiscard]] virtual std::string shown_item(const std::string& side,
                                                 const std::string& id) const = 0;
    /// The marker of every item of a side that has one.
    [[nodiscard]] virtual std::vector<std::string> markers(const std::string& side) const = 0;
    [[nodiscard]] virtual const fakes::Traffic& traffic(const std::string& side) const = 0;
    /// In every form in which they must not be seen.
    [[nodiscard]] virtual std::vector<std::string> secrets() const = 0;

    /// A file beside the database that only its owner may read.
    void write_secret(const std::string& name, const std::string& secret) const;
    /// Adds the connectors, the pair `p` and its mapping.
    void set_up_pair(const std::vector<std::vector<std::string>>& connectors,
                     const std::vector<std::string>& pair_options,
                     const std::string& mapping) const;

private:
    FilesWorld m_files;

public:
    SharedClock clock{m_files.path("clock")};
    std::map<std::string, std::string> environment; ///< on top of what every run gets

private:
    std::chrono::minutes m_settle_time;
    std::chrono::milliseconds m_saved_ahead{};
};

} // namespace syncctl::test
