# Shared by the scripts; sourced, never run. stdout is for the program's data, so all messages go to stderr.
# shellcheck shell=bash
root=$(readlink -f "${BASH_SOURCE[0]}")
root=${root%/scripts/lib/common.sh}
build_root=$root/build

say() { printf '%s\n' "accelbench: $*" >&2; }

# fail CODE MESSAGE...: prints one line with the problem, its cause and the remedy, and exits.
fail() {
    local code=$1
    shift
    say "$*"
    exit "$code"
}

make_build_folder() {
    mkdir -p "$build_root" || fail 5 "can't write $build_root: building needs a writable checkout"
}
