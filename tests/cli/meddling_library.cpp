// A library that prints to stdout and takes SIGHUP for itself when it is loaded, before main, as UCX does, which
// Debian 13's Gloo brings with it.
#include <csignal>
#include <cstdio>

namespace {

extern "C" void on_hangup(int) {}

[[gnu::constructor]] void meddle() {
    std::signal(SIGHUP, on_hangup);
    std::puts("a library was loaded");
}

}  // namespace
