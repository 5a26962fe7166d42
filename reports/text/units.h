#pragma once

#include <cstdint>
#include <string>

namespace accelbench::reports {

/// Numbers for readers. Not-a-number gives "-" everywhere, so that a gap is never read as zero.

/// Three significant digits with the unit that fits: "43.1 ms", "1.27 s", "870 us".
std::string time_text(double seconds);
/// The same digits without a unit, in milliseconds: "43.1".
std::string milliseconds_text(double seconds);
/// "1.42"; three decimals within 10 % of 1, where two would hide the difference: "1.004".
std::string ratio_text(double ratio);
/// "2 %", "4.2 %", "63 %".
std::string percent_text(double part);
/// "18.3 k", "1.27 M"; below 1000 as it is.
std::string count_text(double count);
/// Three significant digits without an exponent: "1.27", "43.1", "870".
std::string number_text(double value);
/// "12.3 Gflop/s".
std::string flops_text(double flops_per_second);
/// "24.4 MB/s"
std::string rate_text(double bytes_per_second);
/// "31.3 GiB", "512 MiB".
std::string bytes_text(std::uint64_t bytes);
/// "1 min 52 s", "48 s".
std::string duration_text(double seconds);
}  // namespace accelbench::reports
