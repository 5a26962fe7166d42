# Writes the command and its environment for the guest, and composes QEMU's arguments; sourced by scripts/numa-lab.
# shellcheck shell=bash

# quoted WORD: quotes for any POSIX shell; the guest's shell can't read what bash's %q writes.
quoted() { printf "'%s'" "${1//\'/\'\\\'\'}"; }

# The guest gets little of the caller's environment: what is needed to find programs, and what configures ours and their
# libraries.
write_environment() {
    local name modules
    modules=$(modules_of "${ACCELBENCH_LAB_KERNEL:-$cache/kernel}") || modules=""
    printf 'LAB_FOLDER=%s\nexport HOME=%s PATH=%s\n' "$(quoted "$PWD")" "$(quoted "${HOME:-/}")" "$(quoted "$PATH")"
    printf 'export LAB_MODULES=%s\n' "$(quoted "${modules:+$(readlink -f "$modules")}")"
    for name in "${!ACCELBENCH_@}" "${!OMPI_@}" "${!OMP_@}" "${!HWLOC_@}" "${!LC_@}" "${!LANG@}" "${!PYTHON@}"; do
        printf 'export %s=%s\n' "$name" "$(quoted "${!name}")"
    done
}

# The program is given by its path: the guest's shell has built-in programs for some names.
write_session() {
    local program word
    program=$(type -P "$1") || fail 127 "numa-lab: there is no program '$1' here, so there is none in the guest"
    shift
    write_environment >"$session/environment"
    {
        printf 'exec'
        for word in "$program" "$@"; do printf ' %s' "$(quoted "$word")"; done
        printf '\n'
    } >"$session/command"
}

# share ID FOLDER [OPTIONS]: exports a folder of the host, which the guest mounts by ID.
share() {
    qemu_arguments+=(-fsdev "local,id=$1,path=$2,security_model=none,multidevs=remap${3:-}"
        -device "virtio-9p-pci,fsdev=$1,mount_tag=$1")
}

# Kernel arguments, all known since Linux 3. The second row is about emulated clocks, random numbers, fixed addresses
# and mitigations. The third skips the calibration of each processor's delay loop (0.15 s under emulation, one after the
# other), self-tests of ciphers, waiting and clearing of memory. Addresses are not randomised: QEMU translates code
# again for each new address, and a starting rank spends more than half of its time on that. accelbench.numa_lab lets
# accelbench know that it runs in an emulated machine, whose times mean nothing.
kernel_command_line() {
    printf '%s ' console=ttyS0 panic=-1 quiet loglevel=4 \
        tsc=reliable no_timer_check random.trust_cpu=on nokaslr norandmaps mitigations=off \
        lpj=10000000 cryptomgr.notests rcupdate.rcu_expedited=1 init_on_alloc=0 lsm= audit=0 \
        "accelbench.numa_lab=$accel" "$kernel_arguments"
}

compose_qemu() {
    local speed=tcg,thread=multi cpu=max,-la57
    [[ $accel == kvm ]] && speed=kvm cpu=host
    # shellcheck disable=SC2054  # the commas are part of QEMU's syntax
    qemu_arguments=(-accel "$speed" -cpu "$cpu" -nodefaults -no-user-config -no-reboot -display none
        "${machine_arguments[@]}" "${node_arguments[@]}" -kernel "$cache/vmlinux" -initrd "$cache/initrd"
        -append "$(kernel_command_line)" -serial "file:$session/console" -pidfile "$session/pid"
        -device virtio-serial-pci
        -add-fd fd=8,set=1 -chardev file,id=stdout,path=/dev/fdset/1,append=on
        -device virtserialport,chardev=stdout,nr=1
        -add-fd fd=9,set=2 -chardev file,id=stderr,path=/dev/fdset/2,append=on
        -device virtserialport,chardev=stderr,nr=2
        -device isa-debug-exit,iobase=0xf4,iosize=0x01)
    share root / ,readonly=on
    share session "$session"
    share out "$out"
}
