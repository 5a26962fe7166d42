"""A guest under Bochs, which emulates processors with AVX-512: the lab's kernel and one program, without firmware or
disk.

The image that Bochs puts into memory: what the PVH entry of Linux wants to know, the kernel's segments, the initrd.
"""
import os
import pathlib
import pty
import struct
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
START = 0x100000
MEMORY_MIB = 768
# Bochs 2.7 states a wrong size of compacted register files (xsavec, xsaves); Linux would then give up AVX.
KERNEL_WORDS = ("console=ttyS0 quiet nokaslr mitigations=off random.trust_cpu=on nosmp acpi=off pci=off noapic "
                "tsc=reliable clearcpuid=321,323 panic=-1")
INIT = """#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sys /sys
/bin/busybox mount -t devtmpfs dev /dev
exec >/dev/ttyS0 2>&1
{command}
echo "guest ended with $?"
/bin/busybox sleep 1000
"""


def pack_initrd(folder, program, environment, arguments, files):
    """Busybox, the program with its libraries and `files`, each under its own path."""
    root = folder / "root"
    listing = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    libraries = [word for word in listing.split() if word.startswith("/")]
    for file in [program, *libraries, *files]:
        target = root / str(file).lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(pathlib.Path(file).read_bytes())
        target.chmod(0o755)
    subprocess.run(["strip", root / str(program).lstrip("/")], check=True)
    for name in ("bin", "proc", "sys", "dev", "tmp"):
        (root / name).mkdir(exist_ok=True)
    subprocess.run(f'cp "$(command -v busybox)" "{root}/bin/busybox"', shell=True, check=True)
    command = " ".join(f"'{word}'" for word in ["/bin/busybox", "env", *environment, program, *arguments])
    (root / "init").write_text(INIT.format(command=command))
    (root / "init").chmod(0o755)
    return subprocess.run("find . | busybox cpio -o -H newc", shell=True, cwd=root, capture_output=True,
                          check=True).stdout


def read_kernel(data):
    """The segments (address, bytes) of an ELF kernel and its PVH entry (a Xen note of type 18)."""
    offset, = struct.unpack_from("<Q", data, 32)
    count, = struct.unpack_from("<H", data, 56)
    segments, entry = [], None
    for i in range(count):
        kind, _, at, _, address, size, _, _ = struct.unpack_from("<IIQQQQQQ", data, offset + 56 * i)
        if kind == 1:
            segments.append((address, data[at:at + size]))
        end = at + size if kind == 4 else at
        while at < end:
            name_size, size, kind_of_note = struct.unpack_from("<III", data, at)
            text = at + 12 + (name_size + 3 & ~3)
            if data[at + 12:at + 16] == b"Xen\0" and kind_of_note == 18:
                entry, = struct.unpack_from("<Q", data, text)
            at = text + (size + 3 & ~3)
    return segments, entry


def compose(segments, initrd):
    """hvm_start_info, its one module, its map of memory and the kernel's words in the first page; then what they tell
    of."""
    at = max(address + len(data) for address, data in segments) + 0x3ffffff & ~0x1ffffff
    image = bytearray(at - START + len(initrd))
    struct.pack_into("<IIIIQQQQII", image, 0, 0x336ec578, 1, 0, 1, START + 0x100, START + 0x400, 0, START + 0x200, 2, 0)
    struct.pack_into("<QQQQ", image, 0x100, at, len(initrd), 0, 0)
    struct.pack_into("<QQIIQQII", image, 0x200, 0, 0x9f000, 1, 0, START, (MEMORY_MIB << 20) - START, 1, 0)
    image[0x400:0x400 + len(KERNEL_WORDS)] = KERNEL_WORDS.encode()
    for address, data in [*segments, (at, initrd)]:
        image[address - START:address - START + len(data)] = data
    return image


def run(folder, processor, kernel, program, environment, arguments, files, timeout_seconds):
    """What the guest's console said, whether or not the program came to its end."""
    segments, entry = read_kernel(kernel.read_bytes())
    image = compose(segments, pack_initrd(folder, program, environment, arguments, files))
    (folder / "memory").write_bytes(image)
    symbols = [f"--defsym={name}={value}" for name, value in
               (("START", START), ("END", START + len(image)), ("ENTRY", entry))]
    subprocess.run(["as", *symbols, "-o", folder / "boot.o", HERE / "bochs_boot.s"], check=True)
    subprocess.run(["ld", "-Ttext=0xffff0000", "--oformat=binary", "-o", folder / "boot", folder / "boot.o"],
                   check=True)
    (folder / "bochsrc").write_text((HERE / "bochsrc.in").read_text().format(
        folder=folder, processor=processor, memory=MEMORY_MIB, start=hex(START)))
    (folder / "debugger").write_text("continue\n")  # Debian's Bochs starts in its debugger
    terminal, other_end = pty.openpty()
    words = ["bochs", "-q", "-rc", folder / "debugger", "-f", folder / "bochsrc"]
    console = folder / "console"
    with subprocess.Popen(words, stdin=other_end, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
                          env=dict(os.environ, TERM="vt100")) as bochs:
        until = time.monotonic() + timeout_seconds
        while bochs.poll() is None and time.monotonic() < until:
            time.sleep(1)
            if console.exists() and b"guest ended with" in console.read_bytes():
                break
        bochs.kill()
    os.close(terminal)
    os.close(other_end)
    return console.read_text(errors="replace") if console.exists() else ""
