# Installing with apt; sourced by scripts/setup.
# shellcheck shell=bash
setup_log=$build_root/setup.log
as_root=()
lists_are_fresh=no

# Says the exact line for a machine where we may not install.
apt_line() { printf 'apt-get update && apt-get install --no-install-recommends %s' "$*"; }

# become_root PACKAGE...: fills as_root, or ends with the line that an administrator can run.
become_root() {
    if can_become_root; then
        return
    fi
    fail 5 "set-up: installing needs root, and neither root nor sudo is at hand here." \
        "Have someone with root run: $(apt_line "$@")"
}

# A password is asked for only where somebody can type it.
can_become_root() {
    if [[ $(id -u) == 0 ]]; then
        as_root=(env)
    elif ! command -v sudo >/dev/null; then
        return 1
    elif sudo -n true 2>/dev/null; then
        as_root=(sudo -n env)
    elif [[ -t 0 && -t 2 && -z ${CI:-} ]]; then
        as_root=(sudo env)
    else
        return 1
    fi
}

# One apt-get call, its words kept in the log. dpkg's own lock waits by itself; the lock of the package lists doesn't.
apt_get() {
    local attempt
    for attempt in {1..24}; do
        "${as_root[@]}" DEBIAN_FRONTEND=noninteractive LC_ALL=C apt-get -q -y -o DPkg::Lock::Timeout=120 \
            -o Dpkg::Use-Pty=0 "$@" </dev/null >"$setup_log.last" 2>&1 && return 0
        cat "$setup_log.last" >>"$setup_log"
        grep -q 'Could not get lock' "$setup_log.last" || return 1
        [[ $attempt == 1 ]] && say "set-up: another package manager is at work; waiting for it (two minutes at most)"
        sleep 5
    done
    return 1
}

# The lists are fetched only when an install fails without it: they are absent in a fresh container, or stale.
apt_install() {
    make_build_folder
    apt_get install --no-install-recommends "$@" && return 0
    [[ $lists_are_fresh == no ]] || return 1
    say "set-up: fetching the package lists"
    apt_get update || say "set-up: apt-get update failed (no network?); trying with the lists that are here"
    lists_are_fresh=yes
    apt_get install --no-install-recommends "$@"
}

explain_apt_failure() {
    if grep -q 'dpkg was interrupted' "$setup_log"; then
        fail 5 "set-up: an earlier package installation on this machine was interrupted." \
            "Finish it with 'dpkg --configure -a' as root, then run this again."
    fi
    tail -n 20 "$setup_log" >&2
    fail 5 "set-up: apt-get could not install the packages (its last lines are above, all in $setup_log)." \
        "When that is repaired, run this again, or as root: $(apt_line "$@")"
}

# What is optional never ends the set-up: it is tried once, and what stays away is named with what goes missing.
install_optional() {
    local name
    tried_before "$group"
    for name in "${missing_optional[@]}"; do
        if [[ " $tried_optional " == *" $name "* ]]; then
            continue
        elif ! command -v apt-get >/dev/null || ! can_become_root; then
            say "set-up: optional package $name is not installed: ${meaning[$name]}"
            continue
        fi
        say "set-up: missing optional package: $name"
        apt_install "$name" || say "set-up: optional package $name could not be installed: ${meaning[$name]}"
    done
    find_missing
}
