# Shared by the scripts; sourced, never run. stdout belongs to the program, so all talk goes to stderr.
# shellcheck shell=bash
root=$(readlink -f "${BASH_SOURCE[0]}")
root=${root%/scripts/lib/common.sh}
build_root=$root/build

say() { printf '%s\n' "accelbench: $*" >&2; }

# fail CODE MESSAGE...: the one line that says what was met, why and what helps.
fail() {
    local code=$1
    shift
    say "$*"
    exit "$code"
}

make_build_folder() {
    mkdir -p "$build_root" || fail 5 "can't write $build_root: the checkout must be writable to be built in"
}
