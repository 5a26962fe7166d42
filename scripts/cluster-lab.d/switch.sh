# Builds, starts and notifies cluster-lab-switch; sourced by scripts/cluster-lab.
# shellcheck shell=bash

# find_switch: fills switch_program. CLUSTER_LAB_SWITCH names a switch that is already built.
find_switch() {
    local cache=$build_root/cluster-lab
    switch_program=${CLUSTER_LAB_SWITCH:-}
    [[ -n $switch_program ]] && return
    mkdir -p "$cache" 2>/dev/null && [[ -w $cache ]] || cache=${XDG_CACHE_HOME:-$HOME/.cache}/accelbench/cluster-lab
    mkdir -p "$cache" || fail 5 "cluster-lab: neither $build_root nor $cache can be written; set CLUSTER_LAB_SWITCH"
    switch_program=$cache/cluster-lab-switch
    [[ -x $switch_program && -z $(find "$lab_parts/switch" -newer "$switch_program" -name '*.[ch]*') ]] && return
    build_switch
}

# Built under another name first: with two starts at once, neither may run the other's half-written file.
build_switch() {
    command -v g++ >/dev/null ||
        fail 5 "cluster-lab: delays need the lab's switch, which is compiled with g++, and g++ is missing;" \
            "scripts/setup installs it"
    say "cluster-lab: building the switch (once)"
    g++ -std=c++20 -O2 -I"$root" "$lab_parts"/switch/*.cpp -o "$switch_program.$$" ||
        fail 5 "cluster-lab: the switch can't be built; the compiler's messages are above"
    mv "$switch_program.$$" "$switch_program"
}

# Permission bits are not enough: a container may refuse even root, and the device file may lack its module. Only
# opening it shows.
need_tun() {
    local device=${CLUSTER_LAB_TUN:-/dev/net/tun} words
    [[ -e $device ]] || fail 5 "cluster-lab: delays need $device, which is missing here: load the kernel's" \
        "module tun, or give the container --device $device. Rates alone (--rate) work without it"
    words=$(LC_ALL=C; { : <>"$device"; } 2>&1) && return
    words=${words##*: }
    if [[ $(id -u) != 0 && $words == *ermission* ]]; then
        fail 5 "cluster-lab: delays need root here: $device can't be opened by this user." \
            "Run this as root, or without --delay and --matrix; rates alone (--rate) work without root"
    fi
    fail 5 "cluster-lab: delays need $device, which can't be opened here ($words): load the kernel's module tun, or" \
        "give the container --device $device. Rates alone (--rate) work without it"
}

start_switch() {
    local pid enter attempt
    read_pid wire
    enter_words "$pid"
    CLUSTER_LAB_MACHINE=$lab/switch setsid "${enter[@]}" "$switch_program" "$machines" "$rate" "$delay" "$matrix" \
        "$lab" </dev/null >"$lab/switch.log" 2>&1 {lab_lock}>&- &
    write_pid switch $!
    for ((attempt = 0; attempt < 250; attempt++)); do
        grep -qs '^ready' "$lab/switch.log" && return
        read_pid switch || break
        sleep 0.02
    done
    cat "$lab/switch.log" >&2
    fail 5 "cluster-lab: the switch did not start; its messages are above"
}

# The switch reads the list of cut cables, and confirms by writing a copy of it.
notify_switch() {
    local file attempt number
    for file in "$lab"/node-*.cut; do
        number=${file##*/node-}
        [[ -e $file ]] && printf '%s\n' "${number%.cut}"
    done >"$lab/cut" || true
    rm -f "$lab/cut.seen"
    read_pid switch || fail 5 "cluster-lab: the switch of lab '$lab_name' is gone; run 'down', then 'up'"
    kill -HUP "$pid"
    for ((attempt = 0; attempt < 250; attempt++)); do
        cmp -s "$lab/cut" "$lab/cut.seen" && return
        sleep 0.02
    done
    fail 5 "cluster-lab: the switch did not answer within 5 s"
}
