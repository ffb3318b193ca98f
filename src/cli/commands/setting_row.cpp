#include "setting_row.hpp"

namespace syncctl::cli {

Data setting_row(const app::SettingView& setting)
{
    return Data::Object{{"key", setting.key},
                        {"value", setting.is_secret ? Data{"(sealed)"} : Data{setting.value}},
                        {"type", setting.type},
                        {"description", text_or_null(setting.description)}};
}

} // namespace syncctl::cli
