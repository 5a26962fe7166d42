#include "topology/openmp_variables.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>

namespace accelbench::topology {
namespace {

constexpr std::array<std::string_view, 6> binding = {
    "OMP_PROC_BIND", "OMP_PLACES", "GOMP_CPU_AFFINITY", "KMP_AFFINITY", "KMP_HW_SUBSET", "KMP_PLACE_THREADS"};
constexpr std::array<std::string_view, 3> of_openmp = {"OMP_", "GOMP_", "KMP_"};

std::array<char*, 256> kept{};
std::size_t kept_count = 0;

bool is_openmp(std::string_view variable) {
    for (const auto prefix : of_openmp)
        if (variable.starts_with(prefix)) return true;
    return false;
}

/// Takes the variables out of the environment. It runs before the constructors of all libraries, so that it
/// may call nothing that needs one.
void keep_openmp_variables(int /*count*/, char** /*arguments*/, char** environment) {
    char** to = environment;
    for (char** from = environment; *from != nullptr; ++from) {
        if (kept_count < kept.size() && is_openmp(*from))
            kept[kept_count++] = *from;
        else
            *to++ = *from;
    }
    *to = nullptr;
}

// Constructors are too late: those of libgomp, which this program depends on, run before ours.
using Early = void (*)(int, char**, char**);
[[gnu::section(".preinit_array"), gnu::used]] Early const early = keep_openmp_variables;

}  // namespace

bool binds_threads(std::string_view name) {
    return std::any_of(binding.begin(), binding.end(), [&](std::string_view row) {
        return name == row || (name.starts_with(row) && name[row.size()] == '_');
    });
}

std::vector<std::string> binding_variables() {
    std::vector<std::string> found;
    for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        if (binds_threads(text.substr(0, text.find('=')))) found.emplace_back(text);
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<std::string> binding_names() {
    auto names = binding_variables();
    for (auto& name : names) name.resize(name.find('='));
    return names;
}

void restore_openmp_variables() {
    for (std::size_t i = 0; i < kept_count; ++i) putenv(kept[i]);
    kept_count = 0;
}

}  // namespace accelbench::topology
