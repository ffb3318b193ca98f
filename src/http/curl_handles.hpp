#pragma once

#include "curl_library.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace syncctl::http {

struct CurlUrlRelease {
    void operator()(CURLU* url) const noexcept { curl().url_cleanup(url); }
};

struct CurlEasyRelease {
    void operator()(CURL* easy) const noexcept { curl().easy_cleanup(easy); }
};

struct CurlMultiRelease {
    void operator()(CURLM* multi) const noexcept { curl().multi_cleanup(multi); }
};

using CurlUrl = std::unique_ptr<CURLU, CurlUrlRelease>;
using CurlEasy = std::unique_ptr<CURL, CurlEasyRelease>;
using CurlMulti = std::unique_ptr<CURLM, CurlMultiRelease>;

/// Request headers as libcurl wants them. May hold the credential: wiped when it goes.
class HeaderList {
public:
    HeaderList() = default;
    ~HeaderList();
    HeaderList(const HeaderList&) = delete;
    HeaderList& operator=(const HeaderList&) = delete;

    /// \param value without control characters; the caller checked
    void add(std::string_view name, std::string_view value);
    /// Keeps libcurl from sending a header of its own making.
    void suppress(std::string_view name);

    [[nodiscard]] curl_slist* get() const noexcept { return m_list; }

private:
    void append(std::string& line);
    curl_slist* m_list = nullptr;
};

} // namespace syncctl::http
