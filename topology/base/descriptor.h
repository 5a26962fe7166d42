#pragma once

#include <unistd.h>

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace accelbench {

/// What `open` or `openat` returned; closes itself.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& from) noexcept : number_(std::exchange(from.number_, -1)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) close(number_);
    }
    bool is_open() const { return number_ >= 0; }
    int number() const { return number_; }

  private:
    int number_;
};

/// What was read, and errno's value of what ended it: 0 at the end of the file, or at the most bytes.
struct FileText {
    std::string text;
    int error = 0;
};

constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

/// From where the descriptor is to the end, however often a signal interrupts it.
FileText read_all(int descriptor, std::size_t most_bytes = no_limit);

/// The same of a file; `error` may be that of opening it. A folder gives EISDIR.
FileText read_file(const std::string& path, std::size_t most_bytes = no_limit);

/// All of it, also where the descriptor doesn't wait; errno's value of what went wrong, or 0.
int write_all(int descriptor, std::string_view text);

}  // namespace accelbench
