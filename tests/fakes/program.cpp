#include "fakes/program.hpp"

#include <fmt/format.h>

#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace syncctl::fakes {

namespace {

sigset_t end_signals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

} // namespace

Program::Program(std::string name, std::string usage, std::map<std::string, std::string> options)
    : m_name{std::move(name)}, m_usage{std::move(usage)}, m_options{std::move(options)}
{
}

int Program::main(int argc, char** argv, const std::function<void(const Program&)>& run)
{
    try {
        // Blocked before any thread starts, so that sigwait gets them.
        const sigset_t signals = end_signals();
        pthread_sigmask(SIG_BLOCK, &signals, nullptr);
        read({argv + 1, argv + argc});
        run(*this);
        return 0;
    } catch (const std::invalid_argument& error) {
        fmt::print(stderr, "{}: {}\n{}", m_name, error.what(), m_usage);
        return 2;
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}: {}\n", m_name, error.what());
        return 1;
    }
}

void Program::read(const std::vector<std::string>& arguments)
{
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
        const auto option = m_options.find(arguments[i]);
        if (option == m_options.end()) {
            throw std::invalid_argument("not understood: " + arguments[i]);
        }
        if (i + 1 == arguments.size()) {
            throw std::invalid_argument("no value for " + arguments[i]);
        }
        option->second = arguments[i + 1];
    }
    if (option("--port-file").empty()) {
        throw std::invalid_argument("--port-file is missing");
    }
}

const std::string& Program::option(const std::string& name) const
{
    return m_options.at(name);
}

int Program::number(const std::string& name) const
{
    const std::string& text = option(name);
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) {
        throw std::invalid_argument("not a number: " + text);
    }
    return value;
}

void Program::tell(const std::string& option_name, const std::string& text) const
{
    const std::string& path = option(option_name);
    if (path.empty()) {
        return;
    }
    const std::string temporary = path + ".new";
    {
        std::ofstream file{temporary};
        std::filesystem::permissions(
            temporary, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
        file << text << '\n';
        if (!file.flush()) {
            throw std::runtime_error("cannot write " + temporary);
        }
    }
    std::filesystem::rename(temporary, path);
}

void Program::wait() const
{
    const sigset_t signals = end_signals();
    int received = 0;
    sigwait(&signals, &received);
}

} // namespace syncctl::fakes
