# Installs packages with apt; sourced by scripts/setup and scripts/numa-lab.
# shellcheck shell=bash source-path=SCRIPTDIR
source "$root/scripts/lib/root.sh"
setup_log=$build_root/setup.log
lists_are_fresh=no

# Runs apt-get, with its output in the log. apt-get waits for dpkg's lock by itself, but not for the lock of the package
# lists.
apt_get() {
    local attempt
    for attempt in {1..24}; do
        "${as_root[@]}" DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -q -y -o DPkg::Lock::Timeout=120 \
            -o Dpkg::Use-Pty=0 "$@" </dev/null >"$setup_log.last" 2>&1 && return 0
        cat "$setup_log.last" >>"$setup_log"
        grep -q 'Could not get lock' "$setup_log.last" || return 1
        [[ $attempt == 1 ]] && say "set-up: another package manager is running; waiting for it (two minutes at most)"
        sleep 5
    done
    return 1
}

# apt_reason: prints the first error message of the last apt-get call.
apt_reason() {
    local line reason=""
    while IFS= read -r line; do
        [[ -z $line ]] || reason=$line
        [[ $line != E:* ]] || break
    done <"$setup_log.last"
    printf '%s' "${reason#E: }"
}

# simulated PACKAGE...: prints what apt-get would do, without root or a lock; fails if apt-get can't do it.
simulated() {
    LC_ALL=C apt-get -q -y --print-uris --no-install-recommends install "$@" </dev/null 2>"$setup_log.last"
}

fetch_lists() {
    [[ $lists_are_fresh == no ]] || return 0
    lists_are_fresh=yes
    say "set-up: downloading the package lists"
    apt_get update || say "set-up: apt-get update failed (no network?); trying with the existing lists"
}

# The lists are downloaded only if the packages can't be installed otherwise: in a fresh container, or when lists are
# stale.
apt_install() {
    make_build_folder
    simulated "$@" >/dev/null || fetch_lists
    announce "$@"
    apt_get install --no-install-recommends "$@" && return 0
    [[ $lists_are_fresh == no ]] || return 1
    fetch_lists
    apt_get install --no-install-recommends "$@"
}

# in_megabytes NUMBER UNIT: prints apt's sizes, such as "71.7 MB", as a whole number of MB.
in_megabytes() {
    local whole=${1%%.*}
    case $2 in
    GB) printf '%s' $((whole * 1000)) ;;
    MB) printf '%s' "$whole" ;;
    *) printf '%s' $(((whole + 999) / 1000)) ;;
    esac
}

# announce PACKAGE...: apt-get then prints nothing for minutes, so this says how many packages, how much and roughly how
# long. Rates are those of an ordinary virtual machine: 10 MB/s download, 12 MB/s unpacking and configuring.
announce() {
    local words count download disk minutes time="less than a minute"
    words=$(simulated "$@") || return 0
    [[ $words =~ ([0-9]+)\ newly\ installed ]] && count=${BASH_REMATCH[1]} || return 0
    [[ $words =~ Need\ to\ get\ ([0-9.]+)\ ([kMG]?B) ]] || return 0
    download=$(in_megabytes "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}")
    [[ $words =~ After\ this\ operation,\ ([0-9.]+)\ ([kMG]?B)\ of\ additional ]] || return 0
    disk=$(in_megabytes "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}")
    minutes=$(((download / 10 + disk / 12 + 30) / 60))
    ((minutes < 1)) || time="about $minutes minute$( ((minutes == 1)) || printf s)"
    say "set-up: installing $count package$( ((count == 1)) || printf s), including dependencies:" \
        "$download MB to download, $disk MB on disk, $time (log: $setup_log)"
}

explain_apt_failure() {
    if grep -q 'dpkg was interrupted' "$setup_log"; then
        fail 5 "set-up: an earlier package installation on this machine was interrupted." \
            "Finish it with 'dpkg --configure -a' as root, then try again."
    fi
    tail -n 20 "$setup_log" >&2
    fail 5 "set-up: apt-get could not install the packages (its last messages are above, all of them in $setup_log)." \
        "When that is repaired, try again, or run as root: $(apt_line "$@")"
}
