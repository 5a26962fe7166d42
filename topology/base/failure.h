#pragma once

#include <stdexcept>
#include <string>

namespace accelbench {

/// What a user met that ends a command: bad input, a forbidding environment, a document that can't be read.
/// `what()` holds the whole message (what was typed or met, the cause, the remedy); main prints it once.
/// Expected conditions inside a sweep (a skipped cell, a failed trial) are values, not Failures.
class Failure : public std::runtime_error {
  public:
    enum class Kind {
        usage = 2,
        cell_failed = 3,
        environment = 5
    };  // values are the exit codes

    Failure(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
    Kind kind() const { return kind_; }
    int exit_code() const { return static_cast<int>(kind_); }

  private:
    Kind kind_;
};

}  // namespace accelbench
