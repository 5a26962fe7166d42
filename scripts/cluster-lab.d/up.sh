# Starts a lab, shows its state, removes it; sourced by scripts/cluster-lab.
# shellcheck shell=bash

# read_request N [--rate R] [--delay D | --matrix FILE]: fills machines, rate, delay, matrix, wiring.
read_request() {
    machines=${1:-} rate="" delay="" matrix="" wiring=bridge
    [[ $machines =~ ^[1-9][0-9]{0,2}$ ]] && ((machines <= 250)) ||
        fail 2 "cluster-lab: up '$machines': give the number of machines, 1 to 250"
    shift
    while [[ $# -gt 0 ]]; do
        [[ $1 =~ ^--(rate|delay|matrix)$ ]] || fail 2 "cluster-lab: '$1' is not an option of up; see --help"
        [[ -n ${2:-} ]] || fail 2 "cluster-lab: $1 needs a value"
        printf -v "${1#--}" '%s' "$2"
        shift 2
    done
    [[ -z $delay || -z $matrix ]] || fail 2 "cluster-lab: --delay and --matrix can't be combined; give one"
    [[ -z $rate || $rate =~ ^[1-9][0-9]{0,5}[KMG]bit$ ]] ||
        fail 2 "cluster-lab: --rate '$rate' is not valid; write for example 100Mbit or 1Gbit"
    [[ -z $delay || $delay =~ ^[0-9]{1,7}(us|ms|s)$ ]] ||
        fail 2 "cluster-lab: --delay '$delay' is not valid; write for example 50us or 2ms"
    [[ -z $delay$matrix ]] || wiring=switch
    if [[ -n $matrix ]]; then
        matrix=$(readlink -f "$matrix") || fail 2 "cluster-lab: --matrix: its folder doesn't exist"
    fi
}

need_programs() {
    local program missing=()
    for program in ip:iproute2 tc:iproute2 unshare:util-linux nsenter:util-linux flock:util-linux mount:mount; do
        command -v "${program%:*}" >/dev/null || missing+=("${program#*:}")
    done
    [[ ${#missing[@]} == 0 ]] || fail 5 "cluster-lab: missing packages: ${missing[*]} (Debian's names);" \
        "as root: apt-get install ${missing[*]}"
}

# need_namespaces: fills own_user, the options of unshare that make an ordinary user root in a new user namespace.
need_namespaces() {
    local words
    own_user=()
    [[ $UID == 0 ]] || own_user=(--user --map-root-user)
    words=$(unshare "${own_user[@]}" --net --uts --ipc --mount mount -t tmpfs none /dev/shm 2>&1) && return
    [[ $UID == 0 ]] && fail 5 "cluster-lab: root may not create namespaces here: ${words}." \
        "In a container, start it with --privileged (or --cap-add SYS_ADMIN --cap-add NET_ADMIN and no seccomp)"
    fail 5 "cluster-lab: this user may not create namespaces here: ${words}. Run this as root, or have root allow" \
        "it: sysctl kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0"
}

# start_machine WHO COMMAND...: starts a process that keeps the namespaces of a machine (or of the network, wire) alive
# and does nothing else.
start_machine() {
    local who=$1
    shift
    CLUSTER_LAB_MACHINE=$lab/$who setsid "$@" --net --uts --ipc --mount --propagation slave \
        "$lab_parts/machine" "$who" "$lab" </dev/null >"$lab/$who.log" 2>&1 {lab_lock}>&- &
    write_pid "$who" $!
}

# wait_for WHO: waits until the machine is ready; if it does not become ready, its own messages say why.
wait_for() {
    local attempt
    for ((attempt = 0; attempt < 500; attempt++)); do
        [[ -e $lab/$1.ready ]] && return
        read_pid "$1" || break
        sleep 0.02
    done
    cat "$lab/$1.log" >&2
    fail 5 "cluster-lab: $1 did not start; its messages are above"
}

start_machines() {
    local number pid enter
    start_machine wire unshare "${own_user[@]}"
    wait_for wire
    read_pid wire
    enter_words "$pid"
    for ((number = 1; number <= machines; number++)); do
        start_machine "node-$number" "${enter[@]}" unshare
    done
    for ((number = 1; number <= machines; number++)); do wait_for "node-$number"; done
}

write_lists() {
    local number
    mkdir -p "$lab/tmp"
    printf '127.0.0.1 localhost\n' >"$lab/hosts"
    for ((number = 1; number <= machines; number++)); do
        printf '%s node-%s\n' "$(address_of "$number")" "$number" >>"$lab/hosts"
        printf 'node-%s slots=%s\n' "$number" "$(nproc)" >>"$lab/hostfile"
    done
}

# Ends all processes of the lab; network cards, namespaces and mounts disappear with the last one.
remove_lab() {
    end_all '[^/]*'
    rm -rf "$lab"
    rmdir --ignore-fail-on-non-empty "$labs"
}

refuse_second() {
    [[ ! -f $lab/lab ]] ||
        fail 2 "cluster-lab: lab '$lab_name' is already running; 'down' ends it, --name starts another"
}

lab_up() {
    local own_user switch_program
    refuse_second
    read_request "$@"
    need_programs
    need_namespaces
    if [[ $wiring == switch ]]; then
        need_tun
        find_switch
        "$switch_program" "$machines" "$rate" "$delay" "$matrix" || exit $?
    fi
    lock_labs
    refuse_second # checked again: another `up` may have been faster
    end_all '[^/]*'
    rm -rf "$lab"
    trap 'remove_lab' EXIT
    mkdir "$lab"
    write_lists
    start_machines
    connect_machines
    declare -p machines rate delay matrix wiring | sed 's/^declare -- //' >"$lab/lab.new"
    mv "$lab/lab.new" "$lab/lab"
    trap - EXIT
    say "cluster-lab: node-1 to node-$machines are up (${rate:-no rate limit}, ${delay:-${matrix:-no delay}})"
}

lab_down() {
    lock_labs
    remove_lab
}

lab_status() {
    local number pid what
    need_lab
    [[ $wiring != switch ]] || read_pid switch || say "cluster-lab: the switch is gone: no machine can reach another"
    for ((number = 1; number <= machines; number++)); do
        what=up
        [[ ! -e $lab/node-$number.cut ]] || what=cut
        read_pid "node-$number" || what=crashed
        [[ ! -e $lab/node-$number.killed ]] || what=killed
        printf 'node-%s  %s  %s\n' "$number" "$(address_of "$number")" "$what"
    done
}
