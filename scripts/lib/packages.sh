# Finds which packages a group needs and which are missing; sourced by scripts/setup.
# shellcheck shell=bash
package_list=$root/scripts/packages
dpkg_status=${DPKG_ADMINDIR:-/var/lib/dpkg}/status
stamp_prefix=$build_root/.setup-
# The tests use the distribution's python, whose packages are installed here, even if another comes first on PATH.
system_python=/usr/bin/python3
[[ -x $system_python ]] || system_python=python3
packages=() tried_optional="" half_installed=()
declare -A need=() probe=() meaning=()
missing_required=() missing_optional=()

trim() {
    local text=$1
    text=${text#"${text%%[! ]*}"}
    printf -v "$2" '%s' "${text%"${text##*[! ]}"}"
}

# read_packages GROUP: fills packages, need, probe and meaning.
read_packages() {
    local row_group name row_need row_probe what
    while IFS='|' read -r row_group name row_need row_probe what; do
        trim "$row_group" row_group
        [[ $row_group == "$1" || $row_group == run ]] || continue
        trim "$name" name
        packages+=("$name")
        trim "$row_need" "need[$name]"
        trim "$row_probe" "probe[$name]"
        trim "$what" "meaning[$name]"
    done < <(grep -v '^#' "$package_list")
}

# Every package change writes dpkg's status file. So a stamp that is newer and was made from the same list means that
# nothing changed, and no process is started. Without dpkg the list alone decides.
already_set_up() {
    local stamp=$stamp_prefix$1 list was
    [[ -f $stamp && ! $dpkg_status -nt $stamp ]] || return 1
    list=$(<"$package_list")
    was=$(<"$stamp")
    [[ ${was#*$'\n'} == "$list" ]] || return 1
    [[ ! $was =~ ^retry-after:([0-9]+) ]] || ((BASH_REMATCH[1] > EPOCHSECONDS))
}

# First line: when to retry an interrupted installation, and the optional packages not to retry. The rest: the list.
write_stamp() {
    local first="${missing_optional[*]}"
    [[ ${retry_after:-never} == never ]] || first="retry-after:$retry_after $tried_optional"
    make_build_folder
    printf '%s\n%s\n' "$first" "$(<"$package_list")" >"$stamp_prefix$1.new"
    mv "$stamp_prefix$1.new" "$stamp_prefix$1"
}

# read_stamp GROUP: fills tried_optional with the packages that could not be installed from this same list before.
read_stamp() {
    local stamp=$stamp_prefix$1 was first
    [[ -f $stamp ]] || return 0
    was=$(<"$stamp")
    [[ ${was#*$'\n'} == "$(<"$package_list")" ]] || return 0
    first=${was%%$'\n'*}
    [[ $first == retry-after:* ]] && first=${first#* }
    tried_optional=$first
}

is_there() {
    local how=${probe[$1]%% *} what=${probe[$1]#* }
    case $how in
    command) command -v "$what" >/dev/null ;;
    header) printf '#include <%s>\n' "$what" | g++ -std=c++20 -E -x c++ -o /dev/null - 2>/dev/null ;;
    pc) pkg-config --exists "$what" 2>/dev/null ;;
    file) [[ -f $what ]] ;;
    python) "$system_python" -c "import $what" 2>/dev/null ;;
    *) fail 2 "$package_list: '${probe[$1]}' of $1 is not a valid probe" ;;
    esac
}

# Asks dpkg about all packages at once, and probes for those that dpkg doesn't list. A package that is unpacked but not
# configured would pass a probe, and counts as missing.
find_missing() {
    local status name
    local -A installed=() half=()
    missing_required=() missing_optional=() half_installed=()
    while read -r status name; do
        case $status in
        installed | triggers-*) installed[$name]=1 ;;
        unpacked | half-*) half[$name]=1 ;;
        esac
    done < <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null || true)
    for name in "${packages[@]}"; do
        if [[ -n ${half[$name]:-} ]]; then
            half_installed+=("$name")
        elif [[ -n ${installed[$name]:-} ]] || is_there "$name"; then
            continue
        fi
        if [[ ${need[$name]} == required ]]; then
            missing_required+=("$name")
        else
            missing_optional+=("$name")
        fi
    done
}

# Without apt the packages have other names, so this describes them.
name_by_what_they_are() {
    local name
    say "set-up: this system has no apt-get. Install these with its package manager, then try again:"
    for name in "${missing_required[@]}"; do
        printf '  - %s\n' "${meaning[$name]}" >&2
    done
    for name in "${missing_optional[@]}"; do
        printf '  - optional: %s\n' "${meaning[$name]}" >&2
    done
}
