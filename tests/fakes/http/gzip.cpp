#include "fakes/http/gzip.hpp"

#include <httplib.h>

namespace syncctl::fakes {

std::string gzipped(const std::string& text)
{
    std::string result;
    httplib::detail::gzip_compressor compressor;
    compressor.compress(text.data(), text.size(), true, [&](const char* data, std::size_t size) {
        result.append(data, size);
        return true;
    });
    return result;
}

} // namespace syncctl::fakes
