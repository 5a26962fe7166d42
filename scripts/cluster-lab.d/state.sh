# Where a lab is written down, and what is still alive of it; sourced by scripts/cluster-lab and the agent.
# shellcheck shell=bash

# choose_state: fills labs, the folder of all labs of this user. Inside a lab everybody is root: the caller's is kept.
choose_state() {
    local user=${UID}
    labs=${CLUSTER_LAB_STATE:-}
    [[ -n $labs ]] && return
    if [[ $user == 0 && -w /run ]]; then
        labs=/run/cluster-lab
    elif [[ -n ${XDG_RUNTIME_DIR:-} && -w ${XDG_RUNTIME_DIR:-} ]]; then
        labs=$XDG_RUNTIME_DIR/cluster-lab
    else
        labs=/tmp/cluster-lab-$user
    fi
}

# choose_lab NAME: fills lab, the folder of this one.
choose_lab() {
    [[ $1 =~ ^[a-z0-9][a-z0-9-]{0,30}$ ]] ||
        fail 2 "cluster-lab: --name '$1': write small letters, digits and dashes, 31 at most"
    lab_name=$1
    choose_state
    lab=$labs/$lab_name
}

# Somebody else's folder in /tmp would decide which processes we end.
make_state() {
    mkdir -p -m 700 "$labs" && [[ -O $labs ]] ||
        fail 5 "cluster-lab: $labs can't be made or isn't yours; set CLUSTER_LAB_STATE to a folder of your own"
}

# One command at a time changes labs; a second one waits. The last `down` removes the folder: whoever waited for that
# one holds a lock that nobody else will ever meet, and takes a new one.
lock_labs() {
    while :; do
        make_state
        { exec {lab_lock}<"$labs"; } 2>/dev/null || continue
        flock "$lab_lock"
        [[ /proc/self/fd/$lab_lock -ef $labs ]] && return
        exec {lab_lock}<&-
    done
}

# started PID: prints when the process began, in ticks since boot; with the number it names a process for good.
started() {
    local stat fields
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    read -ra fields <<<"${stat##*) }"
    [[ ${fields[0]} != Z ]] && printf '%s' "${fields[19]}"
}

# write_pid WHO PID
write_pid() { printf '%s %s\n' "$2" "$(started "$2")" >"$lab/$1.pid"; }

# read_pid WHO: fills pid; fails where that process is no more. A number alone may belong to a stranger by now.
read_pid() {
    local start
    [[ -f $lab/$1.pid ]] && read -r pid start <"$lab/$1.pid" && [[ -n $start && $(started "$pid") == "$start" ]]
}

# need_lab: fills machines, wiring, rate, delay, matrix from what `up` wrote.
need_lab() {
    [[ -f $lab/lab ]] ||
        fail 5 "cluster-lab: no lab '$lab_name' stands; start one with: scripts/cluster-lab --name $lab_name up 4"
    # shellcheck source=/dev/null
    source "$lab/lab"
}

# need_machine HOST: fills number and pid of a machine that runs.
need_machine() {
    need_lab
    [[ $1 =~ ^node-([1-9][0-9]{0,2})$ ]] && number=${BASH_REMATCH[1]} && ((number <= machines)) ||
        fail 2 "cluster-lab: '$1' is no machine of lab '$lab_name'; it has node-1 to node-$machines"
    read_pid "$1" ||
        fail 5 "cluster-lab: $1 of lab '$lab_name' is gone (killed or crashed); down and up give new machines"
}

address_of() { printf '10.77.0.%s' "$1"; }
