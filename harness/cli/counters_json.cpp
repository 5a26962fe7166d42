#include <nlohmann/json.hpp>

#include "harness/cli/counters_view.h"
#include "reports/json/document.h"

namespace accelbench::cli {

std::string counters_json(const reports::CounterCatalogue& catalogue) {
    nlohmann::ordered_json document{{"accelbench_counters", 1}};
    document.update(reports::catalogue_to_json(catalogue));
    return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace accelbench::cli
