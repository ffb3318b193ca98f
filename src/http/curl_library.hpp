#pragma once

#include <curl/curl.h>

namespace syncctl::http {

/// libcurl, loaded when the first URL is looked at. Linked in the usual way it would bring 33
/// shared libraries along, which cost every command 11 ms at its start, those that need no network
/// as well (docs/decisions.md).
struct CurlLibrary {
    decltype(&curl_global_init) global_init = nullptr;
    decltype(&curl_free) free = nullptr;
    decltype(&curl_version) version = nullptr;

    decltype(&curl_easy_init) easy_init = nullptr;
    decltype(&curl_easy_cleanup) easy_cleanup = nullptr;
    decltype(&curl_easy_setopt) easy_setopt = nullptr;
    decltype(&curl_easy_getinfo) easy_getinfo = nullptr;
    decltype(&curl_easy_strerror) easy_strerror = nullptr;

    decltype(&curl_multi_init) multi_init = nullptr;
    decltype(&curl_multi_cleanup) multi_cleanup = nullptr;
    decltype(&curl_multi_setopt) multi_setopt = nullptr;
    decltype(&curl_multi_strerror) multi_strerror = nullptr;
    decltype(&curl_multi_add_handle) multi_add_handle = nullptr;
    decltype(&curl_multi_remove_handle) multi_remove_handle = nullptr;
    decltype(&curl_multi_perform) multi_perform = nullptr;
    decltype(&curl_multi_poll) multi_poll = nullptr;
    decltype(&curl_multi_info_read) multi_info_read = nullptr;

    decltype(&curl_slist_append) slist_append = nullptr;
    decltype(&curl_slist_free_all) slist_free_all = nullptr;

    decltype(&curl_url) url = nullptr;
    decltype(&curl_url_cleanup) url_cleanup = nullptr;
    decltype(&curl_url_set) url_set = nullptr;
    decltype(&curl_url_get) url_get = nullptr;
};

/// Loaded and initialised once for the process, from whichever thread comes first.
/// \throws Error{failed} when it is not there
[[nodiscard]] const CurlLibrary& curl();

} // namespace syncctl::http
