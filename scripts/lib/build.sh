# Set up, configure and build one preset; sourced by scripts/accelbench and scripts/test.
# shellcheck shell=bash

# prepare GROUP PRESET: after it build/PRESET is up to date. Two starts at once: the second waits for the first.
prepare() {
    local lock
    make_build_folder
    exec {lock}>>"$build_root/.lock"
    if ! flock -n "$lock"; then
        say "another start is building in $build_root; waiting for it"
        flock "$lock"
    fi
    "$root/scripts/setup" "$1" || exit $?
    configure_if_needed "$1" "$2"
    build "$2"
    exec {lock}>&-
}

# CMake reruns itself when its own files change; it can't see a changed preset, changed packages or a moved checkout.
configure_if_needed() {
    local marker=$build_root/$2/.configured log=$build_root/$2.log fresh=()
    if [[ -f $marker && $(<"$marker") == "$root" && ! $root/CMakePresets.json -nt $marker &&
        ! $build_root/.setup-$1 -nt $marker ]]; then
        return
    fi
    [[ -f $marker && $(<"$marker") == "$root" ]] || fresh=(--fresh)
    say "configuring $2"
    if ! (cd "$root" && cmake --preset "$2" "${fresh[@]}" </dev/null) >"$log" 2>&1; then
        cat "$log" >&2
        fail 5 "configuring failed: CMake's words are above and in $log"
    fi
    printf '%s\n' "$root" >"$marker"
}

# Each compiler may need 1.5 GiB; more of them than fit in memory end in a killed compiler. In a container the limit
# is the cgroup's.
job_count() {
    local jobs key value unit limit=max fit
    jobs=$(nproc)
    while read -r key value unit; do
        [[ $key == MemAvailable: ]] && break
    done </proc/meminfo
    [[ $unit == kB ]] && fit=$((value / 1572864)) || fit=$jobs
    [[ -r /sys/fs/cgroup/memory.max ]] && read -r limit </sys/fs/cgroup/memory.max
    if [[ $limit != max ]]; then
        limit=$((limit / 1610612736))
        ((limit < fit)) && fit=$limit
    fi
    ((fit < jobs)) && jobs=$fit
    ((jobs < 1)) && jobs=1
    printf '%s' "$jobs"
}

# Ninja's "[12/80] ..." lines become one line in place on a terminal, and only a first word anywhere else.
show_progress() {
    local line announced=no width=${COLUMNS:-80}
    while IFS= read -r line; do
        [[ $line == \[*/*\]* ]] || continue
        [[ $announced == yes ]] || say "building $1 (log: $build_root/$1.log)"
        announced=yes
        [[ -t 2 ]] && printf '\r\033[K%s' "${line:0:width-1}" >&2
    done
    if [[ $announced == yes && -t 2 ]]; then printf '\r\033[K' >&2; fi
}

build() {
    local log=$build_root/$1.log
    if ! cmake --build "$build_root/$1" --parallel "$(job_count)" </dev/null 2>&1 |
        tee "$log" | show_progress "$1"; then
        { grep -v '^\[[0-9]*/[0-9]*\]' "$log" || true; } | tail -n 100 >&2
        fail 5 "building $1 failed: the compiler's words are above and in $log"
    fi
}
