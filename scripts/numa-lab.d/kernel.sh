# The guest's kernel: fetched from the distribution's packages once, unpacked, kept; sourced by scripts/numa-lab.
# shellcheck shell=bash

# The first package that exists here names the kernel. Cloud kernels are no use: they lack 9p.
kernel_names=(linux-image-amd64 linux-image-virtual)

# Where the kernel is kept: the checkout's build folder, or a folder of the user's own where that is read-only.
choose_cache() {
    cache=${ACCELBENCH_LAB_CACHE:-$build_root/numa-lab}
    [[ -f $cache/ready ]] && return
    mkdir -p "$cache" 2>/dev/null && [[ -w $cache ]] && return
    cache=${XDG_CACHE_HOME:-$HOME/.cache}/accelbench/numa-lab
    mkdir -p "$cache" || fail 5 "numa-lab: neither $build_root nor $cache can be written; set ACCELBENCH_LAB_CACHE"
}

# Prints the packages that hold the kernel and its modules: linux-image-VERSION, and on Ubuntu linux-modules-VERSION.
kernel_packages() {
    local name image
    for name in "${kernel_names[@]}"; do
        image=$(apt-cache depends "$name" 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)$/\1/p' | head -n 1)
        [[ -n $image ]] || continue
        printf '%s\n' "$image"
        name=linux-modules-${image#linux-image-}
        if apt-cache show "$name" >/dev/null 2>&1; then printf '%s\n' "$name"; fi
        return 0
    done
    return 1
}

find_kernel_packages() {
    command -v apt-get >/dev/null || fail 5 "numa-lab: this system has no apt-get to fetch a kernel with." \
        "Put a kernel with 9p and its modules into a folder (boot/vmlinuz-*, lib/modules/*) and set ACCELBENCH_LAB_KERNEL to it"
    local found
    if ! found=$(kernel_packages) && can_become_root; then
        say "numa-lab: fetching the package lists"
        make_build_folder
        apt_get update || tail -n 5 "$setup_log" >&2
        found=$(kernel_packages) || found=""
    fi
    [[ -n $found ]] || fail 5 "numa-lab: no package of a kernel is known here (${kernel_names[*]})." \
        "Run 'apt-get update' as root, then this again"
    mapfile -t wanted_packages <<<"$found"
}

# download FOLDER: fetches the packages and unpacks them into FOLDER; nothing is installed.
download_kernel() {
    local wanted_packages package
    find_kernel_packages
    say "numa-lab: fetching a kernel for the guest: ${wanted_packages[*]}"
    if ! (cd "$1" && apt-get -q download "${wanted_packages[@]}") >"$1/log" 2>&1; then
        cat "$1/log" >&2
        fail 5 "numa-lab: apt-get could not fetch ${wanted_packages[*]} (its words are above; no network?)"
    fi
    for package in "$1"/*.deb; do
        dpkg -x "$package" "$1" && rm "$package" || fail 5 "numa-lab: $package could not be unpacked into $1 (disk full?)"
    done
}

# unpack_with IMAGE TARGET MAGIC TOOL...: the ELF kernel inside a bzImage, which qemu starts 3 s sooner than the image.
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

# Without the right tool the image itself is started: slower, but the same kernel.
unpack_kernel() {
    unpack_with "$1" "$2" '\xfd7zXZ\x00' xz -dc || unpack_with "$1" "$2" '\x28\xb5\x2f\xfd' zstd -dc ||
        unpack_with "$1" "$2" '\x1f\x8b\x08' gzip -dc || cp "$1" "$2"
}

# prepare_guest: after it $cache/vmlinux and $cache/initrd are there and newer than what they are made of.
prepare_guest() {
    local lock tree=${ACCELBENCH_LAB_KERNEL:-} images
    choose_cache
    guest_is_ready && return
    exec {lock}>>"$cache/lock"
    flock "$lock"
    guest_is_ready && return
    if [[ -z $tree ]]; then
        tree=$cache/kernel
        [[ -d $tree/lib/modules ]] || { rm -rf "$tree" && mkdir "$tree" && download_kernel "$tree"; }
    fi
    images=("$tree"/boot/vmlinuz-*)
    [[ -f ${images[0]} ]] || fail 5 "numa-lab: no kernel image in $tree/boot"
    [[ $cache/vmlinux -nt ${images[0]} ]] || unpack_kernel "${images[0]}" "$cache/vmlinux"
    make_initrd "$tree" "$cache/initrd"
    printf '%s\n' "${images[0]##*/}" >"$cache/ready"
    exec {lock}>&-
}

guest_is_ready() {
    [[ -f $cache/ready && ! $lab_parts/guest/init -nt $cache/ready && ! $lab_parts/initrd.sh -nt $cache/ready ]]
}
