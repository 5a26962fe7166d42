# Starts qemu and watches it come up; sourced by scripts/numa-lab.
# shellcheck shell=bash
# The deadline is for the tests of numa-lab itself: a guest that never comes up shall not cost them 90 s.
boot_seconds=${ACCELBENCH_LAB_BOOT_SECONDS:-90}
kvm_device=${ACCELBENCH_LAB_KVM_DEVICE:-/dev/kvm}

# KVM is taken at the user's word, or refused with the reason: never replaced by emulation in silence, nor picked.
check_accel() {
    [[ $accel == kvm ]] || return 0
    [[ -e $kvm_device ]] ||
        fail 5 "numa-lab: --accel kvm: there is no $kvm_device (no virtualization here, or its module isn't loaded); use --accel tcg"
    [[ -r $kvm_device && -w $kvm_device ]] ||
        fail 5 "numa-lab: --accel kvm: this user may not open $kvm_device (on Debian: be in the group kvm); or use --accel tcg"
}

# Ends a guest that does not come up: seen once in some hundred starts under emulation on a machine with much to do.
watch_boot() {
    local second
    for ((second = 0; second < boot_seconds; second++)); do
        sleep 1
        [[ -f $session/reached ]] && return
    done
    touch "$session/stuck"
    kill "$(<"$session/pid")"
}

# Through pipes, whose ends qemu can tell apart from a terminal opened for both directions.
start_guest() {
    local watcher
    watch_boot </dev/null >/dev/null 2>&1 &
    watcher=$!
    code=0
    {
        timeout --foreground -k 5 "$timeout_seconds" qemu-system-x86_64 "${qemu_arguments[@]}" 8>&1 9>&3 \
            </dev/null >/dev/null 2>"$session/qemu-words" | cat
        code=${PIPESTATUS[0]}
    } 3> >(cat >&2) || true
    kill "$watcher" 2>/dev/null || true
}
