// A library that takes SIGHUP for itself when it is loaded, before main, as UCX does, which Debian 13's Gloo brings
// with it.
#include <csignal>

namespace {

extern "C" void on_hangup(int) {}

[[gnu::constructor]] void take_hangup() { std::signal(SIGHUP, on_hangup); }

}  // namespace
