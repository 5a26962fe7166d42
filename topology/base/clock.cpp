#include "topology/base/clock.h"

namespace accelbench {

double unix_seconds() {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string utc_text(std::time_t when) {
    std::tm parts = {};
    char text[32] = "";
    if (gmtime_r(&when, &parts) == nullptr) return "";
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

std::string utc_text() { return utc_text(std::time(nullptr)); }

}  // namespace accelbench
