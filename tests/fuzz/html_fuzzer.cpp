// What must hold for every HTML and every plain text, for libFuzzer.

#include "fuzz/fuzzer.hpp"
#include "fuzz/laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto input = syncctl::test::octets(data, size);
    syncctl::test::stop_when(syncctl::test::broken_html_law(input));
    syncctl::test::stop_when(syncctl::test::broken_text_law(input));
    return 0;
}
