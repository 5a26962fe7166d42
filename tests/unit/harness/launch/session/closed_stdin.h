#pragma once

#include <unistd.h>

namespace accelbench::test {

/// Standard input is closed while it is there, as in `accelbench sweep <&-`: the next file that is opened is 0.
class ClosedStdin {
  public:
    ClosedStdin() : before_(dup(STDIN_FILENO)) { close(STDIN_FILENO); }
    ~ClosedStdin() {
        if (before_ < 0) return;
        dup2(before_, STDIN_FILENO);
        close(before_);
    }
    ClosedStdin(const ClosedStdin&) = delete;
    ClosedStdin& operator=(const ClosedStdin&) = delete;

  private:
    int before_;
};

}  // namespace accelbench::test
