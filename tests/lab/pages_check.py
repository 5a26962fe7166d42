"""What ranks of pages_in_guest.py must say: status, huge bytes of the bytes that were to be, base pages by node."""
import re

MIB = 1 << 20
WANTED = {"pool": ("ok", 4 * MIB, 4 * MIB, {"1": 768}),  # the buffer's own 3 MiB are looked at
          "pool, interleaved": ("ok", 8 * MIB, 8 * MIB, {"0": 1024, "1": 1024}),
          "transparent": ("ok", 32 * MIB, 32 * MIB, {"1": 8192}),
          # Eight huge pages and seven, and base pages by turns. Its address decides which node is the first.
          "transparent, interleaved": ("ok", 30 * MIB, 30 * MIB, [7 * 512 + 51, 8 * 512 + 51])}
# The pool as a whole has enough. Older kernels let mmap pass then, and end the rank by SIGBUS.
SHORT = r"8 of 2 MiB on node 1 are needed, \d of its 4 are free\. .*echo \d+ > /sys/devices/system/node/node1/"


def complaints(reports):
    found = []
    for name, wanted in WANTED.items():
        facts = reports[name].get("facts", {})
        sizes = facts.get("page_sizes", {})
        pages = facts.get("pages_by_node", {})
        if isinstance(wanted[-1], list):
            pages = sorted(pages.values())
        said = (reports[name]["status"], sizes.get("huge_bytes"), sizes.get("meant_bytes"), pages)
        print(f"pages, {name}: {said} {reports[name]['reason']}")
        if said != wanted:
            found.append(f"pages, {name}: {said} {reports[name]['reason']}, wanted {wanted}")
    short = reports["pool, short"]
    if short["status"] != "failed" or not re.search(SHORT, short["reason"]):
        found.append(f"pages, a node that is short: {short['status']} {short['reason']}")
    return found
