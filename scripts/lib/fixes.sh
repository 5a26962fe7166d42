# The table of fixes, and how one is applied; sourced by prepare-host, never run.
# shellcheck shell=bash
fixes_file=$root/scripts/fixes
fix_rows=() fix_names=()

trimmed() {
    local text=$1
    text=${text#"${text%%[![:space:]]*}"}
    printf '%s' "${text%"${text##*[![:space:]]}"}"
}

is_fix() {
    local known
    for known in "${fix_names[@]}"; do [[ $known = "$1" ]] && return 0; done
    return 1
}

# fix_rows: "name|file|value|what", in the order of the table; fix_names: each name once.
read_fixes() {
    local name file value what
    while IFS='|' read -r name file value what; do
        [[ $name = \#* || -z $name ]] && continue
        name=$(trimmed "$name")
        fix_rows+=("$name|$(trimmed "$file")|$(trimmed "$value")|$(trimmed "$what")")
        is_fix "$name" || fix_names+=("$name")
    done <"$fixes_file"
}

list_fixes() {
    local row name what
    read_fixes
    for row in "${fix_rows[@]}"; do
        IFS='|' read -r name _ _ what <<<"$row"
        printf '%-20s %s\n' "$name" "$what"
    done
}

# A setting as the kernel shows it; of a choice such as "always [madvise] never", the active one.
setting_in() {
    local text
    text=$(<"$1")
    [[ $text =~ \[([^]]*)\] ]] && text=${BASH_REMATCH[1]}
    printf '%s' "$text"
}

# The command that writes VALUE into FILES, as a user would type it.
write_command() {
    local value=$1 key
    shift
    if [[ $# -eq 1 && $1 = /proc/sys/* ]]; then
        key=${1#/proc/sys/}
        printf 'sysctl -w %s=%s' "${key//\//.}" "$value"
    elif [[ $# -eq 1 && $1 != *[[*]* ]]; then
        printf 'echo %s > %s' "$value" "$1"
    else
        printf 'echo %s | tee %s > /dev/null' "$value" "$*"
    fi
}

report_change() { # NAME OLD NEW UNDO
    local verb=changed
    [[ $dry_run = yes ]] && verb='would change'
    printf '%s: %s %s -> %s\n  undo: %s\n' "$1" "$verb" "$2" "$3" "$4"
}

# Writes VALUE into FILE and reads it back: some settings are accepted but not kept.
write_setting() { # NAME VALUE FILE
    [[ $dry_run = yes ]] && return 0
    if ! { printf '%s\n' "$2" >"$system_root$3"; } 2>/dev/null; then
        say "prepare-host: $1: $3 can't be written" \
            "(a read-only file system, as in a container, or the kernel refuses $2)"
        return 1
    fi
    [[ $(setting_in "$system_root$3") = "$2" ]] && return 0
    say "prepare-host: $1: $2 was written into $3, but it still reads $(setting_in "$system_root$3")"
    return 1
}

# "madvise / never": the first is written, the others are equally good.
is_good() { # SETTING VALUES
    local value
    for value in ${2//\// }; do [[ $value = "$1" ]] && return 0; done
    return 1
}

# Changes the files of one row whose value is not good yet; adds the files that exist to `seen`.
apply_row() { # NAME PATTERN VALUES
    local name=$1 pattern=$2 value=${3%% *} path old wrong=0
    local -A by_old=()
    # shellcheck disable=SC2231 # the pattern must expand
    for path in "$system_root"$pattern; do
        [[ -e $path ]] || continue
        seen=$((seen + 1))
        old=$(setting_in "$path")
        is_good "$old" "$3" && continue
        path=${path#"$system_root"}
        write_setting "$name" "$value" "$path" || { wrong=1 && continue; }
        by_old[$old]+=" $path"
    done
    changed=$((changed + ${#by_old[@]}))
    for old in "${!by_old[@]}"; do
        # shellcheck disable=SC2086 # paths of the kernel, without blanks
        report_change "$name" "$old" "$value" "$(write_command "$old" ${by_old[$old]})"
    done
    return "$wrong"
}

apply_swap() {
    local device priority undo="" rest
    while read -r device _ _ _ priority rest; do
        [[ $device = Filename ]] && continue
        undo+="${undo:+ && }swapon -p $priority $device"
    done <"$system_root/proc/swaps"
    # A priority that the kernel chose is negative, and swapon can't set a negative one.
    undo=$(sed 's/ -p -[0-9]*//g' <<<"$undo")
    [[ -n $undo ]] || { printf 'swap: already off\n' && return 0; }
    if [[ $dry_run = no ]] && ! swapoff -a; then
        say "prepare-host: swap: swapoff -a failed; see the message above"
        return 1
    fi
    report_change swap on off "$undo"
}

apply_fix() {
    local row name file values last="" seen=0 changed=0 wrong=0
    if [[ $1 = swap ]]; then
        apply_swap
        return
    fi
    for row in "${fix_rows[@]}"; do
        IFS='|' read -r name file values _ <<<"$row"
        [[ $name = "$1" ]] || continue
        last=$file
        apply_row "$name" "$file" "$values" || wrong=1
    done
    if [[ $seen -eq 0 ]]; then
        say "prepare-host: $1: this machine has no such setting ($last)"
        return 1
    fi
    [[ $changed -gt 0 || $wrong -gt 0 ]] || printf '%s: nothing to change\n' "$1"
    return "$wrong"
}
