# Makes the guest's initrd: busybox, the modules needed to mount the host's files, guest/init and guest/run.
# shellcheck shell=bash

# In the order of their dependencies. Some of them may be built into a distribution's kernel.
guest_modules=(virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_console
    netfs fscache 9pnet 9pnet_virtio 9p overlay)

# add_module FILE TARGET: some distributions compress kernel modules; busybox needs them uncompressed.
add_module() {
    case $1 in
    *.ko) cp "$1" "$2" ;;
    *.ko.xz) xz -dc "$1" >"$2" ;;
    *.ko.zst) zstd -qdc "$1" >"$2" ;;
    *.ko.gz) gzip -dc "$1" >"$2" ;;
    esac || fail 5 "numa-lab: the module $1 could not be unpacked (is the decompressor installed?)"
}

# modules_of KERNEL_TREE: the folder of its modules, which Debian 13's packages have below usr.
modules_of() {
    local folder
    for folder in "$1/lib/modules" "$1/usr/lib/modules"; do
        [[ ! -d $folder ]] || { printf '%s\n' "$folder" && return; }
    done
    return 1
}

# make_initrd KERNEL_TREE TARGET
make_initrd() {
    local tree=$1 target=$2 folder module modules file number=10
    modules=$(modules_of "$tree") || fail 5 "numa-lab: neither lib/modules nor usr/lib/modules is in $tree"
    folder=$(mktemp -d)
    mkdir "$folder"/{bin,modules,proc,sys,dev,host,overlay,new}
    cp "$(command -v busybox)" "$folder/bin/busybox"
    for module in "${guest_modules[@]}"; do
        file=$(find "$modules" -name "$module.ko*" -print -quit)
        [[ -n $file ]] || continue
        add_module "$file" "$folder/modules/$number-$module.ko"
        number=$((number + 1))
    done
    cp "$lab_parts/guest/init" "$folder/init"
    # Not /run: busybox's mount treats a source that is a file as a disk image.
    cp "$lab_parts/guest/run" "$folder/bin/run"
    chmod 755 "$folder/init"
    (cd "$folder" && find . | busybox cpio -o -H newc 2>/dev/null) >"$target.new"
    mv "$target.new" "$target"
    rm -rf "$folder"
}
