#pragma once

#include <string>

namespace accelbench::launch {

/// What a launcher's log says of the cause: the first line that a program of ours wrote there, else the first
/// words that are neither decoration nor a warning nor what launchers say behind any failure ("mpirun noticed
/// that process rank 1 ..."). Lines of one paragraph are one sentence, " | " stands between paragraphs. At
/// most `limit` characters, then "...". "" when nothing of the kind is there.
std::string cause_in_log(const std::string& log, std::size_t limit = 400);

/// The same, else the first of whatever is there: warnings and closing words are better than nothing.
std::string words_of_log(const std::string& log, std::size_t limit = 400);

}  // namespace accelbench::launch
