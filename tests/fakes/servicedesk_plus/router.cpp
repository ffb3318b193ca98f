#include "fakes/servicedesk_plus/call.hpp"

#include <algorithm>

namespace syncctl::fakes::sdp {

Answer route(World& world, const Call& call)
{
    const std::string& first = call.path.front();
    if (first == "requests") {
        if (call.path.size() == 1) {
            if (call.method == "POST") {
                return create_request(world, call);
            }
            if (call.method == "GET") {
                return list_requests(world, call);
            }
            throw Refusal{4021, "", "Method not allowed"};
        }
        if (call.path.size() == 2 && call.path[1] == "_metainfo" && call.method == "GET") {
            return metainfo(world, call);
        }
        return one_request(world, call);
    }
    if (first == "archive_requests" && call.path.size() == 2 && call.method == "GET" &&
        !world.is_cloud()) {
        return archived_request(world, call);
    }
    return metadata(world, call);
}

namespace {

struct Route {
    const char* method;
    std::vector<std::string> path; ///< `*`: any id
};

const std::vector<Route>& routes()
{
    static const std::vector<Route> k_routes{
        {"GET", {"requests"}},
        {"POST", {"requests"}},
        {"GET", {"requests", "_metainfo"}},
        {"GET", {"requests", "*"}},
        {"PUT", {"requests", "*"}},
        {"DELETE", {"requests", "*"}},
        {"GET", {"archive_requests", "*"}},
        {"PUT", {"requests", "*", "close"}},
        {"PUT", {"requests", "*", "_close"}},
        {"PUT", {"requests", "*", "assign"}},
        {"PUT", {"requests", "*", "_assign"}},
        {"PUT", {"requests", "*", "pickup"}},
        {"PUT", {"requests", "*", "merge_requests"}},
        {"PUT", {"requests", "*", "_merge_requests"}},
        {"PUT", {"requests", "*", "restore_from_trash"}},
        {"DELETE", {"requests", "*", "move_to_trash"}},
        {"GET", {"requests", "*", "link_requests"}},
        {"POST", {"requests", "*", "link_requests"}},
        {"DELETE", {"requests", "*", "link_requests"}},
        {"POST", {"requests", "*", "_link_requests"}},
        {"DELETE", {"requests", "*", "_link_requests"}},
        {"GET", {"requests", "*", "resolutions"}},
        {"POST", {"requests", "*", "resolutions"}},
        {"PUT", {"requests", "*", "resolutions"}},
        {"GET", {"requests", "*", "notes"}},
        {"POST", {"requests", "*", "notes"}},
        {"GET", {"requests", "*", "notes", "*"}},
        {"PUT", {"requests", "*", "notes", "*"}},
        {"DELETE", {"requests", "*", "notes", "*"}},
        {"GET", {"statuses"}},
        {"GET", {"priorities"}},
        {"GET", {"urgencies"}},
        {"GET", {"impacts"}},
        {"GET", {"levels"}},
        {"GET", {"modes"}},
        {"GET", {"categories"}},
        {"GET", {"categories", "*", "subcategories"}},
        {"GET", {"categories", "*", "subcategories", "*", "items"}},
        {"GET", {"subcategories"}},
        {"GET", {"subcategories", "*", "items"}},
        {"GET", {"items"}},
        {"GET", {"groups"}},
        {"GET", {"support_groups"}},
        {"GET", {"technicians"}},
        {"GET", {"users"}},
        {"GET", {"requesters"}},
        {"GET", {"sites"}},
        {"GET", {"departments"}},
        {"GET", {"closure_codes"}},
        {"GET", {"request_types"}},
        {"GET", {"request_templates"}},
        {"GET", {"request_templates", "*"}},
        {"GET", {"request_templates", "*", "_get_template_with_layout"}},
        {"GET", {"request_templates", "*", "layouts"}},
        {"GET", {"udf_fields"}},
    };
    return k_routes;
}

} // namespace

bool is_known_route(const std::string& method, const std::vector<std::string>& path)
{
    return std::any_of(routes().begin(), routes().end(), [&](const Route& route) {
        return route.method == method && route.path.size() == path.size() &&
               std::equal(path.begin(),
                          path.end(),
                          route.path.begin(),
                          [](const std::string& given, const std::string& wanted) {
                              return wanted == "*" || wanted == given;
                          });
    });
}

} // namespace syncctl::fakes::sdp
