#pragma once

#include <chrono>
#include <ctime>
#include <string>

namespace accelbench {

/// What has passed since `start`. Inline: phases of a few microseconds are timed with it.
inline double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Of the day, which hosts are compared by; never the length of anything: this clock can be set back.
double unix_seconds();

/// "2026-01-31T23:59:59Z", as documents and lock files say when they were made.
std::string utc_text(std::time_t when);
std::string utc_text();  // now

}  // namespace accelbench
