# Enters machines and kills them; sourced by scripts/cluster-lab and the agent.
# shellcheck shell=bash

# enter_words PID: fills enter, the prefix that runs a command in that process's machine. The user namespace is entered
# only if it differs from ours: entering one's own is an error.
enter_words() {
    enter=(nsenter --target "$1" --net --uts --ipc --mount)
    [[ /proc/self/ns/user -ef /proc/$1/ns/user ]] || enter+=(--user --preserve-credentials)
    enter+=(--)
}

# inside WHO COMMAND...: runs COMMAND on a machine, or in the namespace of the network (wire).
inside() {
    local pid enter
    read_pid "$1" || fail 5 "cluster-lab: $1 of lab '$lab_name' is gone; run 'down', then 'up'"
    enter_words "$pid"
    "${enter[@]}" "${@:2}"
}

# environment: prints NAME=VALUE, one per line.
# - the agent replaces ssh; the network card is named because Open MPI would also try others
# - shared memory (vader) inside a machine, TCP between machines; namespaces keep shared memory inside its machine
# - two links: with one, large messages in opposite directions are sent almost one after the other
# - all machines share the same few cpus, and neither Open MPI nor OpenMP knows: spinning would keep the others from
#   running
# - names of Open MPI 4, then those of Open MPI 5 for the same settings
# - session folders per lab: two labs have machines of the same names, and process ids repeat
environment() {
    printf '%s\n' "CLUSTER_LAB_NAME=$lab_name" "CLUSTER_LAB_STATE=$labs" "CLUSTER_LAB_AGENT=$lab_parts/agent" \
        "CLUSTER_LAB_HOSTFILE=$lab/hostfile" "OMPI_MCA_orte_default_hostfile=$lab/hostfile" \
        "OMPI_MCA_plm_rsh_agent=$lab_parts/agent" OMPI_MCA_plm=rsh OMPI_MCA_ras=^slurm \
        OMPI_MCA_oob_tcp_if_include=eth0 OMPI_MCA_btl_tcp_if_include=eth0 OMPI_MCA_pml=ob1 \
        OMPI_MCA_btl=self,vader,tcp OMPI_MCA_btl_tcp_links=2 OMPI_MCA_mpi_yield_when_idle=1 OMP_WAIT_POLICY=passive \
        "OMPI_MCA_orte_tmpdir_base=$lab/tmp" OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 \
        "PRTE_MCA_plm_ssh_agent=$lab_parts/agent" PRTE_MCA_plm=ssh PRTE_MCA_ras=^slurm \
        "PRTE_MCA_prte_tmpdir_base=$lab/tmp" "PRTE_MCA_prte_default_hostfile=$lab/hostfile" \
        PRTE_MCA_oob_tcp_if_include=eth0
}

print_environment() {
    local line
    need_lab
    while read -r line; do printf 'export %s=%q\n' "${line%%=*}" "${line#*=}"; done < <(environment)
}

# run_on HOST COMMAND...: executes the command in place of this process, so that signals reach it and its exit code is
# ours.
run_on() {
    local host=$1 number pid enter line
    shift
    need_machine "$host"
    while read -r line; do export "${line?}"; done < <(environment)
    export CLUSTER_LAB_MACHINE=$lab/$host
    enter_words "$pid"
    # shellcheck disable=SC2016  # expanded on the lab's machine, whose mount namespace needs its own cd
    exec "${enter[@]}" bash -c 'cd -- "$1" && shift && exec "$@"' cluster-lab "$PWD" "$@"
}

# The cable is cut first: a machine that loses power closes no connections, while killed processes would.
kill_machine() {
    local number pid
    need_machine "$1"
    lock_labs
    set_cable "$number" cut
    touch "$lab/$1.killed"
    end_all "$1" "$1"
    remove_port "$number"
}

replace_file() {
    local number pid
    need_machine "$1"
    [[ -e $2 ]] || fail 2 "cluster-lab: replace: '$2' doesn't exist; only an existing file can be replaced"
    [[ -e $3 ]] || fail 2 "cluster-lab: replace: '$3' doesn't exist; give the file that $1 is to see"
    inside "$1" mount --bind "$(readlink -f "$3")" "$(readlink -f "$2")" ||
        fail 5 "cluster-lab: replace: mount failed (its message is above); a folder can't replace a file"
}

restore_file() {
    local number pid
    need_machine "$1"
    inside "$1" umount "$(readlink -f "$2")" ||
        fail 2 "cluster-lab: restore: '$2' was not replaced on $1 (umount's message is above)"
}
