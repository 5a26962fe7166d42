#include "samples.h"

#include <stdexcept>
#include <string>

#include "sample_counters.h"
#include "sample_document.h"
#include "sample_pages.h"
#include "sample_rotation.h"
#include "sample_scaling.h"

namespace accelbench::reports::samples {

const std::vector<std::pair<std::string_view, Document (*)()>>& all() {
    static const std::vector<std::pair<std::string_view, Document (*)()>> rows = {
        {"two_nodes", two_nodes},
        {"one_node", one_node},
        {"nothing_ok", nothing_ok},
        {"one_launch", one_launch},
        {"emulated", emulated},
        {"minimal", minimal},
        {"sixty_four_cells", sixty_four_cells},
        {"rotated", rotated},
        {"paged", paged},
        {"scaling", scaling},
        {"counted", counted},
        {"without_pmu", without_pmu},
        {"miscalibrated", miscalibrated}};
    return rows;
}

Document by_name(std::string_view name) {
    for (const auto& [own, make] : all())
        if (own == name) return make();
    throw std::out_of_range("no sample is named " + std::string(name));
}

}  // namespace accelbench::reports::samples
