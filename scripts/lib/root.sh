# How to become root, and what to say where that is impossible; sourced with apt.sh.
# shellcheck shell=bash
as_root=()
root_refusal=""

# Says the exact line for a machine where we may not install.
apt_line() { printf 'apt-get update && apt-get install --no-install-recommends %s' "$*"; }

# become_root PACKAGE...: fills as_root, or ends with the cause and the line that an administrator can run.
become_root() {
    can_become_root && return
    [[ -z ${missing_optional[*]:-} ]] || say "set-up: the optional packages can be added to the line below"
    fail 5 "set-up: $root_refusal Have someone with root run: $(apt_line "$@")"
}

# can_become_root: fills as_root, or root_refusal with the cause.
can_become_root() {
    local words
    if [[ $(id -u) == 0 ]]; then
        as_root=(env)
        return
    fi
    as_root=()
    root_refusal="installing needs root, and neither root nor sudo is at hand here."
    command -v sudo >/dev/null || return 1
    if words=$(LC_ALL=C sudo -n true 2>&1); then
        as_root=(sudo -n env)
    elif [[ ! $words =~ password|authentication|terminal|askpass ]]; then
        root_refusal="installing needs root, and sudo refuses: ${words%%$'\n'*}."
        return 1
    elif [[ -t 0 && -t 2 && -z ${CI:-} ]]; then
        ask_for_password
    else
        root_refusal="installing needs root; sudo asks for a password here, and there is no terminal to type it at. Run this in a terminal."
        return 1
    fi
}

# sudo asks three times in each of its runs, and each apt-get is one; lib/ask-password gives two answers in all. A sudo
# that keeps no password (timestamp_timeout=0) asks anew for each apt-get all the same.
ask_for_password() {
    local asked=$build_root/.password-asked.$$
    make_build_folder
    say "set-up: installing needs root; sudo asks for your password"
    printf '0\n' >"$asked"
    if ACCELBENCH_PASSWORD_ASKED=$asked SUDO_ASKPASS=$root/scripts/lib/ask-password sudo -A -v; then
        rm -f "$asked"
        as_root=(sudo env)
        return
    fi
    rm -f "$asked"
    root_refusal="installing needs root, and sudo refused (its words are above)."
    return 1
}
