#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "topology/placement.h"

namespace accelbench::bench {

/// What one worker process gets: where it runs and how long its arrays are.
struct StreamRequest {
    topology::RankPlacement placement;
    std::size_t elements = 0;
    bool operator==(const StreamRequest& other) const;
};

/// The request as words of a command line, and back; nullopt when the words are not such a request.
std::vector<std::string> to_arguments(const StreamRequest& request);
std::optional<StreamRequest> stream_request_from(std::span<const std::string> arguments);

/// "not bound" or "cpus 0-3, memory bind 1": for the benchmark's label.
std::string describe(const topology::RankPlacement& placement);

}  // namespace accelbench::bench
