#pragma once

#include <cstdlib>  // defines __GLIBC__ where there is one

/// Compiles a function once per x86-64 level and picks at load time, because one package runs on all of them.
/// Empty where GCC's ifuncs don't work: other processors, other C libraries, and under the sanitizers, whose
/// runtime isn't up yet when the dynamic linker calls the resolvers.
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define ACCELBENCH_ISA_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define ACCELBENCH_ISA_CLONES
#endif
