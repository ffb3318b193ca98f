#include "curl_library.hpp"

#include "syncctl/base/error.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

namespace syncctl::http {
namespace {

constexpr const char* k_file = "libcurl.so.4";

[[noreturn]] void fail(const char* reason)
{
    throw Error{ErrorCode::failed,
                fmt::format("{} cannot be used: {}", k_file, reason == nullptr ? "?" : reason),
                "install the package libcurl4"};
}

const char* last_error()
{
    // glibc keeps it for each thread.
    return ::dlerror(); // NOLINT(concurrency-mt-unsafe)
}

template <typename Function>
void find(void* library, const char* name, Function& function)
{
    void* const address = ::dlsym(library, name);
    if (address == nullptr) {
        fail(last_error());
    }
    function = reinterpret_cast<Function>(address);
}

CurlLibrary load()
{
    // Never unloaded: threads of its resolver may outlive any client.
    void* const library = ::dlopen(k_file, RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) {
        fail(last_error());
    }
    CurlLibrary api;
    find(library, "curl_global_init", api.global_init);
    find(library, "curl_free", api.free);
    find(library, "curl_version", api.version);
    find(library, "curl_easy_init", api.easy_init);
    find(library, "curl_easy_cleanup", api.easy_cleanup);
    find(library, "curl_easy_setopt", api.easy_setopt);
    find(library, "curl_easy_getinfo", api.easy_getinfo);
    find(library, "curl_easy_strerror", api.easy_strerror);
    find(library, "curl_multi_init", api.multi_init);
    find(library, "curl_multi_cleanup", api.multi_cleanup);
    find(library, "curl_multi_setopt", api.multi_setopt);
    find(library, "curl_multi_strerror", api.multi_strerror);
    find(library, "curl_multi_add_handle", api.multi_add_handle);
    find(library, "curl_multi_remove_handle", api.multi_remove_handle);
    find(library, "curl_multi_perform", api.multi_perform);
    find(library, "curl_multi_poll", api.multi_poll);
    find(library, "curl_multi_info_read", api.multi_info_read);
    find(library, "curl_slist_append", api.slist_append);
    find(library, "curl_slist_free_all", api.slist_free_all);
    find(library, "curl_url", api.url);
    find(library, "curl_url_cleanup", api.url_cleanup);
    find(library, "curl_url_set", api.url_set);
    find(library, "curl_url_get", api.url_get);
    if (api.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        fail("it cannot be initialised");
    }
    return api;
}

} // namespace

const CurlLibrary& curl()
{
    static const auto library = load();
    return library;
}

} // namespace syncctl::http
