#pragma once

#include <cstdlib>  // defines __GLIBC__ where there is one

/// Compiles a function once per x86-64 level and picks at load time, because one package runs on all of them.
/// Empty where GCC's ifuncs don't work: other processors, other C libraries, and under the sanitizers, whose
/// runtime isn't up yet when the dynamic linker calls the resolvers.
///
/// ACCELBENCH_ISA_NAME_OF(f) defines f() once per level by hand, to be picked as the clones are: what it
/// returns names the clones that run.
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define ACCELBENCH_ISA_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#define ACCELBENCH_ISA_NAME_OF(f)                                                     \
    __attribute__((target("default"))) const char* f() { return "default"; }          \
    __attribute__((target("arch=x86-64-v3"))) const char* f() { return "x86-64-v3"; } \
    __attribute__((target("arch=x86-64-v4"))) const char* f() { return "x86-64-v4"; }
namespace accelbench::bench {
constexpr bool loops_are_cloned = true;
}
#else
#define ACCELBENCH_ISA_CLONES
#define ACCELBENCH_ISA_NAME_OF(f) \
    const char* f() { return "default"; }
namespace accelbench::bench {
constexpr bool loops_are_cloned = false;
}
#endif

namespace accelbench::bench {

/// Which clones of our own loops run on this processor: "default", "x86-64-v3" or "x86-64-v4".
const char* loop_instructions();

}  // namespace accelbench::bench
