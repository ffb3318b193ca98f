#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace syncctl::fakes {

/// What the programs that are a fake tracker have in common: pairs of an option and its value,
/// files for what the caller needs to know, an end on SIGTERM or SIGINT.
class Program {
public:
    /// \param options  names of the options, such as `--items`, with what they are unless given
    Program(std::string name, std::string usage, std::map<std::string, std::string> options);

    /// Calls `run` with the options read; what it returns, or how it failed, is the exit code.
    int main(int argc, char** argv, const std::function<void(const Program&)>& run);

    [[nodiscard]] const std::string& option(const std::string& name) const;
    /// \throws std::invalid_argument
    [[nodiscard]] int number(const std::string& name) const;
    /// To the file that the option names, if it does. Whole or not at all, so that whoever waits
    /// for the file can read it at once.
    void tell(const std::string& option, const std::string& text) const;
    /// Until a signal ends the program.
    void wait() const;

private:
    void read(const std::vector<std::string>& arguments);

    std::string m_name;
    std::string m_usage;
    std::map<std::string, std::string> m_options;
};

} // namespace syncctl::fakes
