#pragma once

#include <string>

namespace accelbench::bench {

inline const std::string fixtures = std::string(ACCELBENCH_SOURCE_DIR) + "/tests/fixtures/bench/";
inline const std::string text_path = fixtures + "text.txt";

}  // namespace accelbench::bench
