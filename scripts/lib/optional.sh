# Installs optional packages: a failure never ends the set-up, and the message says why and what will be skipped.
# Sourced by scripts/setup.
# shellcheck shell=bash
retry_after=never

name_optional_not_tried() {
    local name
    for name in "$@"; do say "set-up: optional package $name is not installed: ${meaning[$name]}"; done
}

# keep_available NAME...: fills wanted with the packages that apt can install; names the rest, which are not tried again
# until scripts/packages changes.
keep_available() {
    local name
    wanted=("$@")
    simulated "$@" >/dev/null && return
    fetch_lists
    wanted=()
    for name in "$@"; do
        if simulated "$name" >/dev/null || ! apt_lacks_it; then
            wanted+=("$name")
        else
            tried_optional+=" $name"
            say "set-up: optional package $name could not be installed: ${meaning[$name]}. apt-get: $(apt_reason)"
        fi
    done
}

apt_lacks_it() { grep -qE 'Unable to locate package|no installation candidate|unmet dependencies' "$setup_log.last"; }

# An interrupted installation is retried at the next start; after a network failure, in an hour, so that starts without
# a network don't wait for it each time.
note_retry() {
    local name reason
    reason=$(apt_reason)
    retry_after=0
    if grep -qE 'Failed to fetch|Unable to fetch|Could not (resolve|connect)|Temporary failure' "$setup_log.last"; then
        retry_after=$((EPOCHSECONDS + 3600))
    fi
    for name in "$@"; do say "set-up: optional package $name could not be installed: ${meaning[$name]}"; done
    say "set-up: reason given by apt-get: $reason (log: $setup_log); this is retried $(
        ((retry_after == 0)) && printf 'at the next start' || printf 'in an hour')"
}

# All are installed in one call: most of apt's time doesn't depend on the number of packages.
install_optional() {
    local name untried=() wanted=()
    read_stamp "$group"
    for name in "${missing_optional[@]}"; do
        [[ " $tried_optional " == *" $name "* ]] || untried+=("$name")
    done
    [[ ${#untried[@]} -gt 0 ]] || return 0
    if ! command -v apt-get >/dev/null || ! can_become_root; then
        name_optional_not_tried "${untried[@]}"
        return
    fi
    make_build_folder
    say "set-up: missing optional packages: ${untried[*]}"
    keep_available "${untried[@]}"
    [[ ${#wanted[@]} -gt 0 ]] || return 0
    apt_install "${wanted[@]}" || note_retry "${wanted[@]}"
    find_missing
}
