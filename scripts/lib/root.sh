# Becomes root, or says why that is impossible; sourced with apt.sh.
# shellcheck shell=bash
as_root=()
root_refusal=""

# Prints the command for an administrator of a machine where we may not install.
apt_line() { printf 'apt-get update && apt-get install --no-install-recommends %s' "$*"; }

# become_root PACKAGE...: fills as_root, or exits with the cause and the command for an administrator.
become_root() {
    can_become_root && return
    [[ -z ${missing_optional[*]:-} ]] || say "set-up: the optional packages can be added to the command below"
    fail 5 "set-up: $root_refusal Or an administrator can run: $(apt_line "$@")"
}

# can_become_root: fills as_root, or root_refusal with the cause.
can_become_root() {
    local words
    if [[ $(id -u) == 0 ]]; then
        as_root=(env)
        return
    fi
    as_root=()
    root_refusal="installing needs root; this user is not root, and sudo is not installed."
    command -v sudo >/dev/null || return 1
    if words=$(LC_ALL=C sudo -n true 2>&1); then
        as_root=(sudo -n env)
    elif [[ ! $words =~ password|authentication|terminal|askpass ]]; then
        root_refusal="installing needs root, and sudo refused: ${words%%$'\n'*}."
        return 1
    elif [[ -t 0 && -t 2 && -z ${CI:-} ]]; then
        ask_for_password
    else
        root_refusal="installing needs root; sudo asks for a password, and there is no terminal to enter it."
        root_refusal+=" Run this in a terminal."
        return 1
    fi
}

# sudo asks up to three times per run, and each apt-get is a run; lib/ask-password asks only twice in all. A sudo that
# doesn't cache passwords (timestamp_timeout=0) still asks for each apt-get.
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
    root_refusal="installing needs root, and sudo refused (its message is above)."
    return 1
}
