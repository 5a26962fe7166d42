"""What a sweep must say whose machine changed under it (changes_in_guest.py)."""


def complaints(found):
    for step in ("sweep", "refused", "resumed"):
        print(f"a cpu offline, {step}: exit code {found[step]['code']}: "
              f"{found[step]['stderr'].strip().splitlines()[-1:]}")
    wrong = []
    if found["sweep"]["code"] != 5 or "cpu 1 went offline" not in found["sweep"]["stderr"]:
        wrong.append(f"a cpu went offline, and the sweep ended with {found['sweep']}")
    if not 0 < found["kept"] < found["launches"]:
        wrong.append(f"{found['kept']} of {found['launches']} trials were kept: none lost, and none run after the "
                     "change")
    if found["refused"]["code"] != 5 or "cpus 0-1 then, 0 now" not in found["refused"]["stderr"]:
        wrong.append(f"--resume on the changed machine: {found['refused']}")
    if found["resumed"]["code"] != 0 or found["all"] != found["launches"]:
        wrong.append(f"--resume on the machine as it was: {found['resumed']}, {found['all']} trials")
    return wrong
