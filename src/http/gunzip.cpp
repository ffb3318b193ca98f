#include "gunzip.hpp"

// zlib takes its input as const only when told so.
#define ZLIB_CONST
#include <zlib.h>

#include <array>
#include <new>

namespace syncctl::http {
namespace {

constexpr int k_gzip_only = 16 + MAX_WBITS;
constexpr std::size_t k_piece = std::size_t{32} * 1024;

} // namespace

struct Gunzip::Stream {
    z_stream z{};
    std::array<Bytef, k_piece> piece{};
};

Gunzip::Gunzip() : m_stream{std::make_unique<Stream>()}
{
    if (inflateInit2(&m_stream->z, k_gzip_only) != Z_OK) {
        throw std::bad_alloc{};
    }
}

Gunzip::~Gunzip()
{
    inflateEnd(&m_stream->z);
}

bool Gunzip::feed(std::string_view octets, const std::function<bool(std::string_view)>& sink)
{
    if (octets.empty()) {
        return true;
    }
    m_has_begun = true;
    auto& z = m_stream->z;
    z.next_in = reinterpret_cast<z_const Bytef*>(octets.data());
    z.avail_in = static_cast<uInt>(octets.size());
    bool was_full = false;
    while (z.avail_in > 0 || was_full) {
        if (m_has_ended) {
            return false; // Octets behind the end.
        }
        z.next_out = m_stream->piece.data();
        z.avail_out = static_cast<uInt>(k_piece);
        const auto code = inflate(&z, Z_NO_FLUSH);
        if (code == Z_BUF_ERROR && z.avail_in == 0) {
            return true; // Wants more, which comes later or is_complete() tells.
        }
        if (code != Z_OK && code != Z_STREAM_END) {
            return false;
        }
        m_has_ended = code == Z_STREAM_END;
        const auto* out = reinterpret_cast<const char*>(m_stream->piece.data());
        if (!sink({out, k_piece - z.avail_out})) {
            return false;
        }
        was_full = z.avail_out == 0 && !m_has_ended;
    }
    return true;
}

} // namespace syncctl::http
