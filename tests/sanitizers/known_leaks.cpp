// Linked into every program of a build with the address sanitizer. hwloc's plug-in for PCI loads
// libpciaccess, which keeps 1,016 bytes when it is done; the plug-in is unloaded then, and a leak of a
// library that is gone has no name to suppress it by. So it stays loaded here.
#include <dlfcn.h>

namespace {

[[maybe_unused]] void* const stays_loaded = dlopen("libpciaccess.so.0", RTLD_LAZY | RTLD_NODELETE);

}  // namespace

/// Asked for by the runtime of the sanitizer; weak, as several objects of a program may hold it.
extern "C" __attribute__((weak, used, visibility("default"))) const char* __lsan_default_suppressions();
const char* __lsan_default_suppressions() { return "leak:libpciaccess.so\n"; }
