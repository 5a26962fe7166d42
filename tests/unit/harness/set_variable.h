#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace accelbench::test {

/// An environment variable that has `value` during a test (nullptr: is unset), and what it had before after it.
class SetVariable {
  public:
    SetVariable(const char* name, const char* value) : name_(name) {
        if (const char* before = std::getenv(name)) before_ = before;
        set(value);
    }
    ~SetVariable() { set(before_ ? before_->c_str() : nullptr); }
    SetVariable(const SetVariable&) = delete;
    SetVariable& operator=(const SetVariable&) = delete;

  private:
    void set(const char* value) {
        if (value)
            setenv(name_, value, 1);
        else
            unsetenv(name_);
    }

    const char* name_;
    std::optional<std::string> before_;
};

}  // namespace accelbench::test
