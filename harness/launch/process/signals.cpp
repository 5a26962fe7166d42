#include "harness/launch/process/signals.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>

namespace accelbench::launch {
namespace {

constexpr std::array<int, 3> watched = {SIGINT, SIGTERM, SIGHUP};
std::atomic<int> noted = 0;
std::array<struct sigaction, 3> earlier;

extern "C" void note(int signal) { noted.store(signal); }

}  // namespace

SignalGuard::SignalGuard() {
    noted = 0;
    struct sigaction action = {};
    action.sa_handler = note;
    for (std::size_t i = 0; i < watched.size(); ++i) sigaction(watched[i], &action, &earlier[i]);
    // Under nohup the session is to outlive its terminal.
    const auto hangup = std::find(watched.begin(), watched.end(), SIGHUP) - watched.begin();
    const auto& before = earlier[static_cast<std::size_t>(hangup)];
    if (before.sa_handler == SIG_IGN) sigaction(SIGHUP, &before, nullptr);
}

SignalGuard::~SignalGuard() {
    noted = 0;  // it was answered; the next process to run must not be ended by it
    for (std::size_t i = 0; i < watched.size(); ++i) sigaction(watched[i], &earlier[i], nullptr);
}

int noted_signal() { return noted.load(); }

}  // namespace accelbench::launch
