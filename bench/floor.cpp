// What the network alone costs: sends requests to an Azure DevOps tracker with nothing but libcurl.
//   bench_floor URL TOKEN_FILE CONCURRENCY CREATES BODY_FILE READS [fresh]
// CREATES times the body is posted as a new Bug, READS times the first page of the change feed is
// asked for; CONCURRENCY of them at a time, over connections that are kept. `fresh`: each create
// opens a connection of its own. Ends with 1 when an answer was not a success.

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

struct Work {
    std::string create_url;
    std::string read_url;
    std::string token;
    std::string body;
    int concurrency = 0;
    int creates = 0;
    int reads = 0;
    bool is_fresh = false;
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

std::string content_of(const std::string& path)
{
    std::ifstream file{path};
    if (!file) {
        throw std::invalid_argument("cannot read " + path);
    }
    return {std::istreambuf_iterator<char>{file}, {}};
}

Work work_from(const std::vector<std::string>& arguments)
{
    if (arguments.size() < 6) {
        throw std::invalid_argument("too few arguments");
    }
    Work work;
    const auto project = arguments[0] + "/Fabrikam/_apis/wit/";
    work.create_url = project + "workitems/$Bug?$expand=relations&api-version=7.1";
    work.read_url = project + "reporting/workitemrevisions?fields=System.TeamProject,"
                              "System.WorkItemType,System.ChangedDate,System.IsDeleted"
                              "&includeDeleted=true&$maxPageSize=1000&includeLatestOnly=true"
                              "&api-version=7.1";
    work.token = content_of(arguments[1]);
    work.token.erase(work.token.find_last_not_of('\n') + 1);
    work.concurrency = number_from(arguments[2]);
    work.creates = number_from(arguments[3]);
    work.body = content_of(arguments[4]);
    work.reads = number_from(arguments[5]);
    work.is_fresh = arguments.size() > 6 && arguments[6] == "fresh";
    return work;
}

std::size_t drop(char* /*data*/, std::size_t size, std::size_t count, void* /*unused*/)
{
    return size * count;
}

/// As many handles as requests at a time, each used again and again.
class Floor {
public:
    explicit Floor(Work work)
        : m_work{std::move(work)},
          m_json{curl_slist_append(nullptr, "Content-Type: application/json-patch+json")},
          m_multi{curl_multi_init()}
    {
        curl_multi_setopt(
            m_multi.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(m_work.concurrency));
    }

    /// \returns how many answers were no success
    int run()
    {
        for (int i = 0; i < m_work.concurrency && m_started < total(); ++i) {
            m_handles.emplace_back(curl_easy_init());
            start(m_handles.back().get());
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
    [[nodiscard]] int total() const { return m_work.creates + m_work.reads; }

    void start(CURL* easy)
    {
        const bool is_read = m_started < m_work.reads;
        ++m_started;
        curl_easy_reset(easy);
        curl_easy_setopt(easy, CURLOPT_USERNAME, "");
        curl_easy_setopt(easy, CURLOPT_PASSWORD, m_work.token.c_str());
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &drop);
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(
            easy, CURLOPT_URL, (is_read ? m_work.read_url : m_work.create_url).c_str());
        if (!is_read) {
            curl_easy_setopt(easy, CURLOPT_HTTPHEADER, m_json.get());
            curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(m_work.body.size()));
            curl_easy_setopt(easy, CURLOPT_POSTFIELDS, m_work.body.c_str());
            curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, m_work.is_fresh ? 1L : 0L);
            curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, m_work.is_fresh ? 1L : 0L);
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
            if (m_started < total()) {
                start(easy);
                ++started;
            }
        }
        return started;
    }

    Work m_work;
    List m_json;
    Multi m_multi;
    std::vector<Easy> m_handles;
    int m_started = 0;
    int m_failed = 0;
};

} // namespace

int main(int argc, char** argv)
{
    try {
        curl_global_init(CURL_GLOBAL_DEFAULT);
        const int failed = Floor{work_from({argv + 1, argv + argc})}.run();
        if (failed > 0) {
            std::cerr << "bench_floor: " << failed << " requests failed\n";
        }
        return failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
    } catch (const std::exception& error) {
        std::cerr << "bench_floor: " << error.what()
                  << "\nusage: bench_floor URL TOKEN_FILE CONCURRENCY CREATES BODY_FILE READS "
                     "[fresh]\n";
        return 2;
    }
}
