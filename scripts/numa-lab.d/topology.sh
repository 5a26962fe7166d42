# Turns a topology file into QEMU arguments; sourced by scripts/numa-lab. The README beside this file documents the
# format.
# shellcheck shell=bash
topology_folder=$lab_parts/topologies
machine_arguments=() node_arguments=() title="" cpu_count=1 memory_total_mib=0
machine=q35

list_topologies() {
    local file
    for file in "$topology_folder"/*; do
        printf '%-18s %s\n' "${file##*/}" "$(sed -n 's/^title  *//p' "$file")"
    done
}

# find_topology NAME|FILE: prints the path of its file.
find_topology() {
    if [[ $1 != */* && -f $topology_folder/$1 ]]; then
        printf '%s' "$topology_folder/$1"
    elif [[ -f $1 ]]; then
        printf '%s' "$1"
    else
        local file names=()
        for file in "$topology_folder"/*; do names+=("${file##*/}"); done
        fail 2 "numa-lab: --topology '$1' is neither a file nor one of: ${names[*]}"
    fi
}

# in_mib SIZE: prints 512M or 2G as a number of MiB.
in_mib() {
    case $1 in
    *[!0-9MG]* | '' | [MG]*) return 1 ;;
    *G) printf '%s' $((${1%G} * 1024)) ;;
    *M) printf '%s' "${1%M}" ;;
    *) return 1 ;;
    esac
}

# add_node ID KEY=VALUE...: keys are cpus (default: none), memory (default: none) and initiator.
add_node() {
    local id=$1 pair mib words=node,nodeid=$1
    shift
    for pair in "$@"; do
        case $pair in
        cpus=*) words+=,cpus=${pair#cpus=} ;;
        initiator=*) words+=,initiator=${pair#initiator=} ;;
        memory=*)
            mib=$(in_mib "${memory_override:-${pair#memory=}}") || return 1
            memory_total_mib=$((memory_total_mib + mib))
            node_arguments+=(-object "memory-backend-ram,id=memory$id,size=${mib}M")
            words+=,memdev=memory$id
            ;;
        *) return 1 ;;
        esac
    done
    node_arguments+=(-numa "$words")
}

# add_distances FROM VALUE...: one row of the matrix, to nodes 0, 1, 2, ... in the order of the file.
add_distances() {
    local from=$1 to=0 value
    shift
    for value in "$@"; do
        node_arguments+=(-numa "dist,src=$from,dst=$to,val=$value")
        to=$((to + 1))
    done
}

# add_hmat INITIATOR TARGET latency_ns=N bandwidth=200G
add_hmat() {
    local path=hmat-lb,initiator=$1,target=$2,hierarchy=memory
    [[ $3 == latency_ns=* && $4 == bandwidth=* ]] || return 1
    machine=q35,hmat=on
    node_arguments+=(-numa "$path,data-type=access-latency,latency=${3#*=}"
        -numa "$path,data-type=access-bandwidth,bandwidth=${4#*=}")
}

# add_cpus sockets=S cores=C [threads=T]
add_cpus() {
    local pair words=""
    for pair in "$@"; do
        [[ $pair =~ ^(sockets|cores|threads)=[1-9][0-9]*$ ]] || return 1
        cpu_count=$((cpu_count * ${pair#*=}))
        words+=,$pair
    done
    machine_arguments=(-smp "$cpu_count$words")
}

# read_topology FILE: fills machine_arguments, node_arguments, title.
read_topology() {
    local file=$1 line number=0 words
    while IFS= read -r line || [[ -n $line ]]; do
        number=$((number + 1))
        read -ra words <<<"${line%%#*}"
        case ${words[0]:-} in
        '') ;;
        title) title=${line#title } ;;
        cpus) add_cpus "${words[@]:1}" ;;
        node) add_node "${words[@]:1}" ;;
        distances) add_distances "${words[@]:1}" ;;
        hmat) add_hmat "${words[@]:1}" ;;
        *) false ;;
        esac ||
            fail 2 "numa-lab: $file:$number: '$line' is not valid; scripts/numa-lab.d/README.md documents the format"
    done <"$file"
    ((${#machine_arguments[@]} && memory_total_mib)) ||
        fail 2 "numa-lab: $file: a topology needs a line 'cpus ...' and at least one 'node ... memory=...'"
    machine_arguments+=(-machine "$machine" -m "${memory_total_mib}M")
}
