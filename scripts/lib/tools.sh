# Checks that the build tools are recent enough before a build starts. Sourced by scripts/setup.
# shellcheck shell=bash
required_cmake=3.25
required_gcc=12

check_cmake() {
    local found
    found=$(cmake --version) || fail 5 "cmake doesn't run: see the message above"
    [[ $found =~ ([0-9]+\.[0-9]+(\.[0-9]+)?) ]] || fail 5 "cmake --version says '$found', which contains no version"
    found=${BASH_REMATCH[1]}
    if [[ $(printf '%s\n' "$required_cmake" "$found" | sort -V | head -n 1) != "$required_cmake" ]]; then
        fail 5 "cmake $found ($(command -v cmake)) is older than $required_cmake, which the build needs." \
            "Debian 12 and 13 ship a newer one; elsewhere install it from cmake.org or with" \
            "'python3 -m pip install cmake' and put it first on PATH."
    fi
}

# The compiler that CMake uses: CXX, or the first of these names.
check_compiler() {
    local compiler version
    read -ra compiler <<<"${CXX:-}" # it may contain options
    [[ ${#compiler[@]} -gt 0 ]] || compiler=("$(command -v c++ || command -v g++ || true)")
    [[ -n ${compiler[0]} ]] || return 0
    version=$("${compiler[@]}" -E -P -x c++ - <<<'__clang__ __GNUC__' 2>/dev/null) ||
        fail 5 "the C++ compiler '${compiler[*]}' doesn't run; install g++, or set CXX to one that does"
    [[ $version =~ ^__clang__\ ([0-9]+)$ ]] || return 0
    ((BASH_REMATCH[1] >= required_gcc)) ||
        fail 5 "g++ ${BASH_REMATCH[1]} (${compiler[*]}) is older than $required_gcc," \
            "which the build needs. Install g++-$required_gcc or later and set CXX to it: CXX=g++-$required_gcc"
}
