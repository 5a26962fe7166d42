#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <utility>

namespace accelbench {

/// Opens descriptors 0 to 2 on /dev/null where they are closed: a file of ours that came to be number 2 would
/// receive what is meant for stderr. The first act of each program.
void open_standard_streams();

/// Talk on stderr as it stands, control characters included. What can't be written is dropped: the terminal
/// is lost, the disk is full, the reader left or took nothing for two seconds. None of that ends a measurement.
void write_talk(std::string_view text);

/// Talk on stderr with hidden characters shown (visible_text) and lines cut at 1600 characters.
void talk_text(std::string_view text);

template <class... T>
void talk(fmt::format_string<T...> format, T&&... values) {
    talk_text(fmt::format(format, std::forward<T>(values)...));
}

/// Data on stdout with hidden characters shown. An error is kept for output_error().
void write_output(std::string_view text);

/// Why stdout doesn't hold what was written there, "No space left on device"; "" when it does, and also when
/// its reader has left (`| head`) or its terminal has: nobody waits for the rest then.
std::string output_error();

}  // namespace accelbench
