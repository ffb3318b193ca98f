// What must hold for every Markdown, for libFuzzer.

#include "fuzz/fuzzer.hpp"
#include "fuzz/laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    syncctl::test::stop_when(syncctl::test::broken_markdown_law(syncctl::test::octets(data, size)));
    return 0;
}
