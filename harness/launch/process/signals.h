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

/// Lets SIGHUP do what it did when the process started, whatever a library made of it before main: under nohup it is
/// ignored, and libraries take that from us. UCX, which Debian 13's Gloo brings with it, stops for a debugger.
void restore_hangup();

/// The signal noted, 0 for none.
int noted_signal();

}  // namespace accelbench::launch
