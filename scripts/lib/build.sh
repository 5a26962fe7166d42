# Sets up, configures and builds one preset; sourced by scripts/accelbench and scripts/test.
# shellcheck shell=bash

# prepare GROUP PRESET: brings build/PRESET up to date. If two starts run at once, the second waits for the first.
prepare() {
    local lock
    make_build_folder
    check_build_is_ours "$2"
    exec {lock}>>"$build_root/.lock"
    if ! flock -n "$lock"; then
        say "another process is building in $build_root; waiting for it"
        flock "$lock"
    fi
    if in_lab_guest; then
        refuse_work_in_guest "$1" "$2"
    else
        "$root/scripts/setup" "$1" || exit $?
        configure_if_needed "$1" "$2"
        check_use "$2"
        build "$2"
    fi
    exec {lock}>&-
}

# After a build as root, each tool would fail for a user with its own obscure message.
check_build_is_ours() {
    local path
    for path in "$build_root" "$build_root/.lock" "$build_root/$1" "$build_root/$1/build.ninja"; do
        [[ ! -e $path || -w $path ]] ||
            fail 5 "$path can't be written by this user (it may have been built as root): run" \
                "'chown -R $(id -un) $build_root' as root, or remove build/, or use another checkout"
    done
}

# In a guest of scripts/numa-lab a build would take longer than the guest's timeout: its processor is emulated.
in_lab_guest() {
    local words
    { read -r words <"${ACCELBENCH_LAB_CMDLINE:-/proc/cmdline}"; } 2>/dev/null &&
        [[ " $words " == *" accelbench.numa_lab="* ]]
}

refuse_work_in_guest() {
    local words
    if is_configured "$1" "$2" && words=$(ninja -C "$build_root/$2" -n 2>&1) && [[ $words == *"no work to do"* ]]; then
        return
    fi
    fail 5 "build/$2 is missing or older than the sources, and a guest of numa-lab is too slow to build in." \
        "Build on the host first: $root/scripts/accelbench topology (scripts/test -N for build/dev)"
}

# CMake reruns itself when its own files change, but doesn't notice a changed preset, changed packages or a moved
# checkout.
is_configured() {
    local marker=$build_root/$2/.configured
    [[ -f $marker && $(<"$marker") == "$root" && ! $root/CMakePresets.json -nt $marker &&
        ! $build_root/.setup-$1 -nt $marker ]]
}

configure_if_needed() {
    local marker=$build_root/$2/.configured log=$build_root/$2.log fresh=()
    is_configured "$1" "$2" && return
    [[ -f $marker && $(<"$marker") == "$root" ]] || fresh=(--fresh)
    say "configuring $2"
    if ! (cd "$root" && cmake --preset "$2" "${fresh[@]}" </dev/null) >"$log" 2>&1; then
        cat "$log" >&2
        fail 5 "configuring failed: CMake's messages are above and in $log"
    fi
    printf '%s\n' "$root" >"$marker"
}

# Stops before a build of several minutes that could not measure a training step because CMake found something missing.
check_use() {
    local reason=$build_root/$1/cannot-train
    [[ ! -s $reason ]] || fail 5 "nothing was built, because it could not measure a training step: $(<"$reason")." \
        "To build without training: cmake --build $build_root/$1"
}

# Each compiler process may need 1.5 GiB; if memory runs out, the kernel kills a compiler. In a container the limit is
# the cgroup's.
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

# CPU seconds per ninja step: 1.2 on average on the development machine; other machines are slower.
seconds_per_step=2

# minutes_for STEPS: prints roughly how long they take.
minutes_for() {
    local minutes=$((($1 * seconds_per_step / $(job_count) + 30) / 60))
    ((minutes < 1)) && printf 'less than a minute' && return
    printf 'about %s minute%s' "$minutes" "$( ((minutes == 1)) || printf s)"
}

# On a terminal, ninja's "[12/80] ..." lines become one line that is updated in place; elsewhere only the announcement
# is printed. "[0/1]" is ninja checking whether there is anything to do.
show_progress() {
    local line announced=no width=${COLUMNS:-80}
    while IFS= read -r line; do
        [[ $line =~ ^\[([1-9][0-9]*)/([0-9]+)\] ]] || continue
        [[ $announced == yes ]] ||
            say "building $1: ${BASH_REMATCH[2]} steps, $(minutes_for "${BASH_REMATCH[2]}") (log: $build_root/$1.log)"
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
        ! grep -q 'No space left on device' "$log" || fail 5 "building $1 failed: the disk of $build_root is full"
        fail 5 "building $1 failed: the compiler's messages are above and in $log"
    fi
}
