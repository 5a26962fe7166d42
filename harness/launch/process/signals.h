#pragma once

namespace accelbench::launch {

/// While it lives, SIGINT, SIGTERM and SIGHUP are noted instead of ending the process, so that the session
/// can end its trial and write what there is. The earlier handlers come back afterwards.
class SignalGuard {
  public:
    SignalGuard();
    ~SignalGuard();
    SignalGuard(const SignalGuard&) = delete;
    SignalGuard& operator=(const SignalGuard&) = delete;
};

/// The signal noted, 0 for none.
int noted_signal();

}  // namespace accelbench::launch
