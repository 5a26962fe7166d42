# Optional packages: they never end the set-up, and what stays away is named with its reason and what goes missing.
# Sourced by scripts/setup.
# shellcheck shell=bash
retry_after=never

name_optional_not_tried() {
    local name
    for name in "$@"; do say "set-up: optional package $name is not installed: ${meaning[$name]}"; done
}

# keep_those_there_are NAME...: fills wanted with what apt can install; names the rest, which this list never tries again.
keep_those_there_are() {
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

# What was interrupted is tried again at the next start; what the network lacks, in an hour: a start without network must
# not wait for it each time.
note_retry() {
    local name reason
    reason=$(apt_reason)
    retry_after=0
    if grep -qE 'Failed to fetch|Unable to fetch|Could not (resolve|connect)|Temporary failure' "$setup_log.last"; then
        retry_after=$((EPOCHSECONDS + 3600))
    fi
    for name in "$@"; do say "set-up: optional package $name could not be installed: ${meaning[$name]}"; done
    say "set-up: apt-get's reason: $reason (log: $setup_log); it is tried again $(
        ((retry_after == 0)) && printf 'at the next start' || printf 'in an hour')"
}

# They are installed at once: most of apt's time is the same for one as for all.
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
    keep_those_there_are "${untried[@]}"
    [[ ${#wanted[@]} -gt 0 ]] || return 0
    apt_install "${wanted[@]}" || note_retry "${wanted[@]}"
    find_missing
}
