"""What a topology file lets one expect of accelbench: an account of the policies that shares no code with it."""


def numbers(text):
    """'0-2,5' as a set of integers."""
    found = set()
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        found.update(range(int(first), int(last or first) + 1))
    return found


def mebibytes(size):
    return int(size[:-1]) * {"M": 1, "G": 1024}[size[-1]]


class Topology:
    """nodes: cpus of each node. memory: MiB of each node that has some. distances: [from][to].
    hmat: {target: (initiator, ns, bytes/s)}, of each node what its nearest initiator sees: Linux tells no more."""

    def __init__(self, text):
        self.nodes, self.memory, self.distances, self.hmat = {}, {}, {}, {}
        self.weights = {}  # of weighted interleaving; empty: the guest's kernel has none
        nearest = {}
        for words in filter(None, (line.split("#")[0].split() for line in text.splitlines())):
            if words[0] == "node":
                given = dict(pair.split("=") for pair in words[2:])
                nearest[int(words[1])] = int(given.get("initiator", words[1]))
                self.nodes[int(words[1])] = numbers(given.get("cpus", ""))
                if "memory" in given:
                    self.memory[int(words[1])] = mebibytes(given["memory"])
            elif words[0] == "distances":
                self.distances[int(words[1])] = [int(word) for word in words[2:]]
            elif words[0] == "hmat" and nearest[int(words[2])] == int(words[1]):
                given = dict(pair.split("=") for pair in words[3:])
                self.hmat[int(words[2])] = (int(words[1]), int(given["latency_ns"]),
                                            mebibytes(given["bandwidth"]) << 20)

    def cpus(self):
        return set().union(*self.nodes.values())

    def distance(self, a, b):
        return self.distances[a][b] if self.distances else 10

    def home_of(self, cpus):
        """The one node that holds all of `cpus`, or None."""
        homes = [node for node, own in self.nodes.items() if cpus and cpus <= own]
        return homes[0] if homes else None

    def local_memory(self, home):
        """The home's own memory, else the nearest; of equals the lowest number."""
        if home in self.memory:
            return home
        return min(self.memory, key=lambda node: (self.distance(home, node), node))

    def remote_memory(self, home):
        """The nodes that a rank's remote memory may be on: the farthest, and farther than its local memory."""
        local = self.local_memory(home)
        others = {node for node in self.memory if self.distance(home, node) > self.distance(home, local)}
        most = max((self.distance(home, node) for node in others), default=0)
        return {node for node in others if self.distance(home, node) == most}

    def homes(self, processes):
        """Nodes of ranks that are spread: in contiguous blocks over the nodes with cpus."""
        nodes = sorted(node for node, cpus in self.nodes.items() if cpus)
        return [nodes[rank * len(nodes) // processes] for rank in range(processes)]

    def can_part(self, locals_and_far):
        """Whether each local node can have a far node of its own; by trying."""
        if not locals_and_far:
            return True
        (_, far), *rest = locals_and_far
        return any(self.can_part([(local, other - {node}) for local, other in rest]) for node in far)

    def interleaved(self):
        return {node for node in self.memory if self.nodes[node]}

    def neighbourhood(self, home):
        """The home's memory and the nodes with cpus and memory that are nearest to it."""
        others = self.interleaved() - {self.local_memory(home)}
        nearest = min((self.distance(home, node) for node in others), default=0)
        return {self.local_memory(home)} | {node for node in others if self.distance(home, node) == nearest}

    def pages_may_be_on(self, policy, home):
        """The nodes for a rank's pages; `policy` may name them, as bind:1,3 does."""
        name, _, nodes = policy.partition(":")
        if nodes:
            return numbers(nodes)
        by_name = {"local": lambda: {self.local_memory(home)}, "remote": lambda: self.remote_memory(home),
                   "preferred": lambda: {self.local_memory(home)}, "preferred-many": lambda: self.neighbourhood(home),
                   "interleave": self.interleaved, "weighted-interleave": self.interleaved,
                   "baseline": lambda: set(self.memory)}
        return by_name[name]()

    def is_expressible(self, policy, processes):
        name, _, nodes = policy.partition(":")
        if name == "weighted-interleave" and not self.weights:
            return False
        if nodes:
            return numbers(nodes) <= set(self.memory)
        if name == "remote":
            return all(self.remote_memory(home) for home in self.homes(processes))
        return name not in ("interleave", "weighted-interleave", "preferred-many") or len(self.interleaved()) > 1


def complaints_about_rank(topology, policy, rank):
    """One line for each thing that is not where it should be."""
    outside, report = rank["outside"], rank["report"]
    if report["status"] != "ok":
        return [f"{report['status']}: {report['reason']}"]
    if outside is None:
        return ["its buffer was never seen whole from outside"]
    cpus = numbers(rank["asked"]["cpus"])
    home = topology.home_of(cpus)
    if policy != "baseline" and home is None:
        return [f"cpus {rank['asked']['cpus']} are not within one node"]
    found = []
    for allowed in outside["cpus"] + [report["facts"]["cpus_allowed"]]:
        # OpenMP pins each of several threads to one cpu of the rank's share; baseline must be left alone.
        if not numbers(allowed) <= cpus if cpus else numbers(allowed) != topology.cpus():
            found.append(f"a thread may run on cpus {allowed}, asked for '{rank['asked']['cpus']}'")
    for how, pages in pages_seen(rank).items():
        shares = {node: 1 for node in topology.pages_may_be_on(policy, home)}
        if policy.startswith("weighted"):
            shares = {node: topology.weights[node] for node in shares}
        found += complaints_about_pages(shares, policy, how, pages)
    return found


def pages_seen(rank):
    facts = rank["report"]["facts"]
    return {"outside": rank["outside"]["pages"], "before": facts["pages_by_node_before"],
            "after": facts["pages_by_node"]}


def complaints_about_pages(shares, policy, how, pages):
    """shares: {node: its part of the pages, by weight}."""
    stray = {node: count for node, count in pages.items() if int(node) not in shares}
    if stray:
        return [f"{how}: pages on {stray}, asked for nodes {sorted(shares)}"]
    if "interleave" not in policy:
        return []
    # Small buffers are dealt page by page; the end may cut a round short.
    due = {node: sum(pages.values()) * share / sum(shares.values()) for node, share in shares.items()}
    off = {node: pages.get(str(node), 0) for node in shares
           if abs(pages.get(str(node), 0) - due[node]) > shares[node] + 1}
    return [f"{how}: {off} pages, due were {due}"] if off else []


def complaints_about_cell(topology, cell):
    """Ranks against the plan, shares against each other, skips against the topology."""
    expressible = topology.is_expressible(cell["policy"], cell["processes"])
    if cell["skipped"]:
        return [f"skipped: {cell['skipped']}"] if expressible else []
    if not expressible:
        return ["ran, though this topology can't express it"]
    if len(cell["ranks"]) != cell["processes"]:
        return [f"{len(cell['ranks'])} ranks for {cell['processes']} processes"]
    found, taken = [], set()
    for number, rank in enumerate(cell["ranks"]):
        found += [f"rank {number}: {words}" for words in complaints_about_rank(topology, cell["policy"], rank)]
        own = numbers(rank["asked"]["cpus"])
        if own & taken:
            found.append(f"rank {number} shares cpus with another")
        taken |= own
    return found + (complaints_about_sharing(topology, cell["ranks"]) if cell["policy"] == "remote" else [])


def complaints_about_sharing(topology, ranks):
    """Ranks that share a memory node under local share one under remote, and no others, wherever that can be."""
    homes = [topology.home_of(numbers(rank["asked"]["cpus"])) for rank in ranks]
    far_of = {}
    for home in homes:
        local = topology.local_memory(home)
        far_of[local] = far_of.get(local, topology.remote_memory(home)) & topology.remote_memory(home)
    if not topology.can_part(list(far_of.items())):
        return []
    nodes = {}
    for home, rank in zip(homes, ranks):
        nodes.setdefault(topology.local_memory(home), set()).update(pages_seen(rank)["after"])
    apart = {node for seen in nodes.values() for node in seen}
    if any(len(seen) != 1 for seen in nodes.values()) or len(apart) != len(nodes):
        return [f"remote memory of ranks by their local node: {nodes}; each could have a node of its own"]
    return []
