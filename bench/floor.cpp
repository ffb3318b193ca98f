// What the network alone costs: sends requests with nothing but libcurl.
//   bench_floor CONCURRENCY [fresh] [COUNT FILE]...
// Each FILE holds one request, which is sent COUNT times: its method and address on the first line,
// then its headers, an empty line, and its body. In the order of the arguments, CONCURRENCY at a
// time, over connections that are kept. `fresh`: each request that is no GET opens a connection of
// its own. Ends with 1 when an answer was not a success.

#include <curl/curl.h>
#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct EasyRelease {
    void operator()(CURL* easy) const noexcept { curl_easy_cleanup(easy); }
};

struct MultiRelease {
    void operator()(CURLM* multi) const noexcept { curl_multi_cleanup(multi); }
};

struct ListRelease {
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};

using Easy = std::unique_ptr<CURL, EasyRelease>;
using Multi = std::unique_ptr<CURLM, MultiRelease>;
using List = std::unique_ptr<curl_slist, ListRelease>;

struct Request {
    std::string method;
    std::string url;
    List headers;
    std::string body;
};

struct Work {
    Request request;
    int count = 0;
};

struct Plan {
    int concurrency = 0;
    bool is_fresh = false;
    std::vector<Work> work;
};

int number_from(std::string_view text)
{
    int value = -1;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (result.ec != std::errc{} || result.ptr != text.data() + text.size() || value < 0) {
        throw std::invalid_argument(fmt::format("not a number: {}", text));
    }
    return value;
}

Request request_from(const std::string& path)
{
    std::ifstream file{path};
    Request request;
    std::string line;
    if (!(file >> request.method >> request.url) || !std::getline(file, line)) {
        throw std::invalid_argument("no request in " + path);
    }
    while (std::getline(file, line) && !line.empty()) {
        request.headers.reset(curl_slist_append(request.headers.release(), line.c_str()));
    }
    request.body.assign(std::istreambuf_iterator<char>{file}, {});
    return request;
}

Plan plan_from(const std::vector<std::string>& arguments)
{
    Plan plan;
    std::size_t next = 1;
    if (arguments.size() > next && arguments[next] == "fresh") {
        plan.is_fresh = true;
        ++next;
    }
    if (arguments.empty() || (arguments.size() - next) % 2 != 0) {
        throw std::invalid_argument("too few arguments");
    }
    plan.concurrency = number_from(arguments[0]);
    for (; next < arguments.size(); next += 2) {
        plan.work.push_back(
            {.request = request_from(arguments[next + 1]), .count = number_from(arguments[next])});
    }
    return plan;
}

std::size_t drop(char* /*data*/, std::size_t size, std::size_t count, void* /*unused*/)
{
    return size * count;
}

/// As many handles as requests at a time, each used again and again.
class Floor {
public:
    explicit Floor(Plan plan) : m_plan{std::move(plan)}, m_multi{curl_multi_init()}
    {
        curl_multi_setopt(
            m_multi.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(m_plan.concurrency));
    }

    /// \returns how many answers were no success
    int run()
    {
        for (int i = 0; i < m_plan.concurrency; ++i) {
            const auto* request = next_request();
            if (request == nullptr) {
                break;
            }
            m_handles.emplace_back(curl_easy_init());
            start(m_handles.back().get(), *request);
        }
        int running = 1;
        while (running > 0) {
            curl_multi_perform(m_multi.get(), &running);
            running += collect();
            if (running > 0) {
                curl_multi_poll(m_multi.get(), nullptr, 0, 1000, nullptr);
            }
        }
        for (const auto& handle : m_handles) {
            curl_multi_remove_handle(m_multi.get(), handle.get());
        }
        return m_failed;
    }

private:
    /// nullptr when all were started.
    const Request* next_request()
    {
        while (m_place < m_plan.work.size() && m_started == m_plan.work[m_place].count) {
            ++m_place;
            m_started = 0;
        }
        ++m_started;
        return m_place < m_plan.work.size() ? &m_plan.work[m_place].request : nullptr;
    }

    void start(CURL* easy, const Request& request)
    {
        curl_easy_reset(easy);
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &drop);
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
        curl_easy_setopt(easy, CURLOPT_HTTPHEADER, request.headers.get());
        if (request.method != "GET") {
            const long is_fresh = m_plan.is_fresh ? 1 : 0;
            curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
            curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
            curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
            curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, is_fresh);
            curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, is_fresh);
        }
        curl_multi_add_handle(m_multi.get(), easy);
    }

    /// \returns how many requests were started in the place of those that ended
    int collect()
    {
        int started = 0;
        int left = 0;
        while (const auto* message = curl_multi_info_read(m_multi.get(), &left)) {
            auto* const easy = message->easy_handle;
            long status = 0;
            curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
            m_failed += message->data.result == CURLE_OK && status == 200 ? 0 : 1;
            curl_multi_remove_handle(m_multi.get(), easy);
            if (const auto* request = next_request()) {
                start(easy, *request);
                ++started;
            }
        }
        return started;
    }

    Plan m_plan;
    Multi m_multi;
    std::vector<Easy> m_handles;
    std::size_t m_place = 0; ///< in the plan
    int m_started = 0;       ///< of that place
    int m_failed = 0;
};

} // namespace

int main(int argc, char** argv)
{
    try {
        curl_global_init(CURL_GLOBAL_DEFAULT);
        const int failed = Floor{plan_from({argv + 1, argv + argc})}.run();
        if (failed > 0) {
            std::cerr << "bench_floor: " << failed << " requests failed\n";
        }
        return failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
    } catch (const std::exception& error) {
        std::cerr << "bench_floor: " << error.what()
                  << "\nusage: bench_floor CONCURRENCY [fresh] [COUNT FILE]...\n";
        return 2;
    }
}
