#include "front.hpp"
#include "process_setup.hpp"

#include <string>
#include <vector>

int main(int argc, char** argv)
{
    static syncctl::base::StopFlag stop;
    syncctl::cli::harden_process();
    syncctl::cli::install_signal_handlers(stop);
    // argc is 0 where a program was started without even its name.
    const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
    return syncctl::cli::run_command_line(arguments, stop);
}
