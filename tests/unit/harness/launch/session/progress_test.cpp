#include "harness/launch/session/progress.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace accelbench::launch {
namespace {

using reports::TrialStatus;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

reports::Trial ended(TrialStatus status) {
    reports::Trial trial;
    trial.cell = "null/policy=local";
    trial.status = status;
    if (status == TrialStatus::ok)
        trial.step_seconds = 0.0125;
    else
        trial.reason = "no memory";
    return trial;
}

Progress progress_of_four() { return {1, 4, TimeLeft(plan::Plan{}, 1)}; }

template <class Work>
std::string said(Work work) {
    testing::internal::CaptureStderr();
    work();
    return testing::internal::GetCapturedStderr();
}

// A log of a sweep had 0/4 on each line, and steps in units of nothing.
TEST(Progress, OutsideOfATerminalIsALineForEachLaunchThatEnded) {
    const auto lines = said([] {
        auto progress = progress_of_four();
        progress.starting("null/policy=local");
        progress.finished(ended(TrialStatus::ok));
        progress.plan_one_more();
        auto unsteady = ended(TrialStatus::ok);
        unsteady.steady = false;
        progress.finished(unsteady);
        progress.plan_more(9);
        progress.finished(ended(TrialStatus::failed));
    });
    EXPECT_THAT(lines, StartsWith("2/4  00:00 elapsed, "));
    EXPECT_THAT(lines, HasSubstr(" left  null/policy=local  12.5 ms a step\n3/5  00:00 elapsed, "));
    EXPECT_THAT(lines, HasSubstr(" 12.5 ms a step (unsteady)\n4/10  "));
    EXPECT_THAT(lines, EndsWith("  failed: no memory\n"));
}

/// stderr is a terminal while it is there.
class TerminalAsStderr {
  public:
    TerminalAsStderr() : before_(dup(STDERR_FILENO)), screen_(posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK)) {
        if (screen_ < 0 || grantpt(screen_) != 0 || unlockpt(screen_) != 0) return;
        const int terminal = open(ptsname(screen_), O_RDWR | O_NOCTTY);
        if (terminal < 0) return;
        dup2(terminal, STDERR_FILENO);
        close(terminal);
    }
    ~TerminalAsStderr() {
        dup2(before_, STDERR_FILENO);
        close(before_);
        close(screen_);
    }
    TerminalAsStderr(const TerminalAsStderr&) = delete;
    TerminalAsStderr& operator=(const TerminalAsStderr&) = delete;

    bool is_there() const { return isatty(STDERR_FILENO) == 1; }
    /// What was written since the last call.
    std::string shown() const {
        std::array<char, 4096> text{};
        const auto bytes = read(screen_, text.data(), text.size());
        return {text.data(), bytes > 0 ? static_cast<std::size_t>(bytes) : 0};
    }

  private:
    int before_, screen_;
};

// Launches that worked scrolled the failed ones away; a failed one whose line is taken back is never seen.
TEST(Progress, OnATerminalOnlyLaunchesThatFailedKeepTheirLine) {
    const TerminalAsStderr terminal;
    if (!terminal.is_there()) GTEST_SKIP() << "no terminal can be opened here";
    auto progress = progress_of_four();
    progress.starting("null/policy=local");
    EXPECT_THAT(terminal.shown(), AllOf(HasSubstr("1/4  00:00 elapsed, "), Not(HasSubstr("\n"))));
    progress.finished(ended(TrialStatus::ok));
    EXPECT_THAT(terminal.shown(), IsEmpty());
    progress.finished(ended(TrialStatus::failed));
    EXPECT_THAT(terminal.shown(), AllOf(HasSubstr("3/4  "), HasSubstr("  failed: no memory"), EndsWith("\n")));
}

}  // namespace
}  // namespace accelbench::launch
