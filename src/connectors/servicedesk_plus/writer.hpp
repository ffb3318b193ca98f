#pragma once

#include "api.hpp"
#include "catalogue.hpp"
#include "closing.hpp"
#include "reader.hpp"
#include "write_task.hpp"

#include "syncctl/connectors/connector.hpp"

#include <set>
#include <span>
#include <string>
#include <vector>

namespace syncctl::connectors::servicedesk_plus {

/// Writes a batch of operations, several at the same time, and never throws for one of them. The
/// tracker has no revisions to write against (contract, section 7.6): an item is read just before
/// it is written, and only fields that differ from what is there go out.
class Writer {
public:
    Writer(Api& api, Reader& reader, Catalogue& catalogue, const Options& options)
        : m_api{api},
          m_reader{reader},
          m_catalogue{catalogue},
          m_options{options},
          m_close_route{options.edition}
    {
    }

    [[nodiscard]] std::vector<WriteResult> write(std::span<const Operation> operations);

private:
    void take_turn(std::vector<WriteTask*>& open);
    void read_some(std::span<WriteTask* const> tasks);
    void send_some(std::span<WriteTask* const> tasks);

    Api& m_api;
    Reader& m_reader;
    Catalogue& m_catalogue;
    const Options& m_options;
    CloseRoute m_close_route;
};

} // namespace syncctl::connectors::servicedesk_plus
