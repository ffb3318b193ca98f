#include "commands.hpp"
#include "session.hpp"

#include "syncctl/app/connectors.hpp"

namespace syncctl::cli {

namespace {

Result run_connector_types(Session& session, const Arguments& arguments)
{
    static_cast<void>(arguments);
    Result result;
    result.columns = {{"name", "NAME"}, {"purpose", "PURPOSE"}, {"url", "URL"}, {"takes", "TAKES"}};
    for (const auto& type : app::connector_types(session.registry())) {
        Data::Array settings;
        std::string takes;
        for (const auto& setting : type.settings) {
            settings.emplace_back(Data::Object{{"name", setting.name},
                                               {"description", setting.description},
                                               {"required", setting.is_required},
                                               {"secret", setting.is_secret}});
            takes += takes.empty() ? "" : ", ";
            takes += (setting.is_secret ? "--secret " : "--set ") + setting.name;
        }
        result.rows.push_back(Data::Object{{"name", type.name},
                                           {"purpose", type.purpose},
                                           {"url", type.url_form},
                                           {"takes", text_or_null(takes)},
                                           {"settings", std::move(settings)}});
    }
    return result;
}

} // namespace

CommandSpec connector_types_command()
{
    return {.path = "connector types",
            .purpose =
                "List the kinds of trackers this program can talk to, with the settings each takes",
            .examples = {{"syncctl connector types", "What can be connected"}},
            .run = &run_connector_types};
}

} // namespace syncctl::cli
