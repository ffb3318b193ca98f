#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>

namespace syncctl::fakes {

enum class ServerAge { server_2020, server_2022, services };

/// How a bad, expired or revoked credential is answered.
enum class BadCredential {
    page_203,     ///< a sign-in page with status 203
    redirect_302, ///< to a sign-in page on another host
    text_401,     ///< 401, plain text
    json_401,     ///< 401, TF400813
    page_200,     ///< a sign-in page with status 200
    mixed,        ///< 203 for GET and POST, 401 for anything else
};

/// What a server without the reporting feed answers in its place.
enum class MissingFeed { json_404, page_404 };

/// How the feed shows a deletion.
enum class DeletedRow { all_fields, few_fields };

/// What is not certain about real servers, or differs between them. The defaults are what the
/// documentation says.
struct Switches {
    ServerAge age = ServerAge::services;

    // Credentials and rights.
    bool is_token_expired = false;
    BadCredential bad_credential = BadCredential::json_401;
    bool is_token_read_only = false;
    std::set<std::string> unreadable_areas; ///< area paths; what is below is unreadable, too
    std::set<std::string> unwritable_areas;

    // Reads.
    bool is_omitted_null = false;     ///< errorPolicy=omit answers null instead of leaving out
    bool are_identities_text = false; ///< `Name <mail>` instead of an object, on item reads
    int stale_requests = 0;           ///< reads see what was stored so many requests ago
    std::size_t query_wall = 20'000;  ///< rows, above it VS402337
    bool is_wall_before_top = false;  ///< all rows are counted, not those that `$top` leaves
    bool has_as_of = true;            ///< an answer to a query tells when it was asked
    int query_lag_requests = 0;       ///< the same for queries only: a search index

    // The feed.
    bool has_feed = true;
    MissingFeed missing_feed = MissingFeed::json_404;
    std::size_t feed_page = 200;        ///< rows of a page at most
    std::int64_t feed_lag_ms = 0;       ///< rows younger than that are not shown yet
    bool is_token_in_link_only = false; ///< the token is only in nextLink
    DeletedRow deleted_row = DeletedRow::all_fields;
    bool has_feed_repeats = false; ///< each page starts with the last row of the one before

    // Writes.
    bool is_html_sanitised = true;
    bool are_emoji_entities = false;       ///< stored as `&#128512;`
    bool is_rev_raised_by_nothing = false; ///< an update that changes nothing makes a revision
    bool is_rev_raised_by_links = false;   ///< links between work items make a revision
    bool is_conflict_409 = false;          ///< TF26071 with 409 instead of VS403351 with 412
    bool is_batch_atomic = false;          ///< $batch: all or nothing
    bool is_batch_missing = false;         ///< $batch: 404
    bool is_delete_204 = false;            ///< a deletion answers 204 without a body
    bool is_text_trimmed = false;          ///< one-line texts lose the blanks around them
    std::set<std::string> ignored_fields;  ///< writes to these do nothing, silently

    // The wire.
    int latency_ms = 0;
    int connect_ms = 0;      ///< a new connection waits so long before its first request
    bool is_gzipped = false; ///< for clients that accept it
    bool has_date = true;
    std::int64_t clock_offset_ms = 0; ///< the server's clock against the injected one
};

} // namespace syncctl::fakes
