# Finds clang's tools and prepares their input; sourced by scripts/format and scripts/tidy.
# shellcheck shell=bash
required_clang=14 # Debian 12's: other versions format the same source differently, and find other things

# clang_tool NAME: prints which program that is here.
clang_tool() {
    local program version found=
    for program in "$1-$required_clang" "$1"; do
        version=$("$program" --version 2>/dev/null) || continue
        [[ ! $version =~ Debian[^0-9]*\ version\ $required_clang\. ]] || { printf '%s' "$program" && return; }
        [[ ! $version =~ [^$'\n']*version[^$'\n']* ]] || found=${BASH_REMATCH[0]}
    done
    [[ -z $found ]] || fail 5 "$1 is not Debian 12's version $required_clang: '$found'"
    fail 5 "$1 is not installed; on Debian 12, as root: apt-get install $1-$required_clang"
}

# write_compile_commands BUILD FOLDER: those of a build with GCC for clang. It has no omp.h: GCC's is put beside,
# without an attribute that clang refuses.
write_compile_commands() {
    local headers
    headers=$(c++ -print-file-name=include 2>/dev/null) || headers=
    [[ ! -f $headers/omp.h ]] || sed 's/__malloc__ (omp_free)/__malloc__/' "$headers/omp.h" >"$2/omp.h"
    python3 -B "$here/lib/clang_commands.py" "$1" "$2" >"$2/compile_commands.json"
}
