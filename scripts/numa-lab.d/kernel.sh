# Keeps the guest's kernel ready to boot; sourced by scripts/numa-lab.
# shellcheck shell=bash

# Where the kernel is kept: in the checkout's build folder, or in the user's cache folder if that is read-only; one
# folder per kernel.
choose_cache() {
    local name=$kernel own=${ACCELBENCH_LAB_KERNEL:-}
    [[ -z $own ]] || name=own-$(cksum <<<"$own" | tr -d ' ')
    cache=${ACCELBENCH_LAB_CACHE:-$build_root/numa-lab}/$name
    guest_is_ready && return
    mkdir -p "$cache" 2>/dev/null && [[ -w $cache ]] && return
    cache=${XDG_CACHE_HOME:-$HOME/.cache}/accelbench/numa-lab/$name
    mkdir -p "$cache" || fail 5 "numa-lab: neither $build_root nor $cache can be written; set ACCELBENCH_LAB_CACHE"
}

# unpack_with IMAGE TARGET MAGIC TOOL...: extracts the ELF kernel from a bzImage; QEMU boots it 3 s faster than the
# image.
unpack_with() {
    local image=$1 target=$2 magic=$3 offset
    shift 3
    command -v "$1" >/dev/null || return 1
    while IFS=: read -r offset _; do
        tail -c "+$((offset + 1))" "$image" | "$@" >"$target" 2>/dev/null || true
        [[ $(head -c 4 "$target" | od -An -tx1) == " 7f 45 4c 46" ]] && return 0
    done < <(LC_ALL=C grep -aobP "$magic" "$image")
    rm -f "$target"
    return 1
}

# Without the right decompressor the image itself is booted: slower, but the same kernel.
unpack_kernel() {
    unpack_with "$1" "$2" '\xfd7zXZ\x00' xz -dc || unpack_with "$1" "$2" '\x28\xb5\x2f\xfd' zstd -dc ||
        unpack_with "$1" "$2" '\x1f\x8b\x08' gzip -dc || cp "$1" "$2"
}

# prepare_guest: ensures that $cache/vmlinux and $cache/initrd exist and are newer than what they are made from.
prepare_guest() {
    local lock tree=${ACCELBENCH_LAB_KERNEL:-} images
    choose_cache
    guest_is_ready && return
    exec {lock}>>"$cache/lock"
    flock "$lock"
    guest_is_ready && return
    if [[ -z $tree ]]; then
        tree=$cache/kernel
        modules_of "$tree" >/dev/null || { rm -rf "$tree" && mkdir "$tree" && download_kernel "$tree"; }
    fi
    images=("$tree"/boot/vmlinuz-*)
    [[ -f ${images[0]} ]] || fail 5 "numa-lab: no kernel image in $tree/boot"
    [[ $cache/vmlinux -nt ${images[0]} ]] || unpack_kernel "${images[0]}" "$cache/vmlinux"
    make_initrd "$tree" "$cache/initrd"
    printf '%s\n' "${images[0]##*/}" >"$cache/ready"
    exec {lock}>&-
}

guest_is_ready() {
    local part
    for part in guest/init guest/run initrd.sh; do
        [[ ! $lab_parts/$part -nt $cache/ready ]] || return 1
    done
    [[ -f $cache/ready ]]
}
