"""What nodes came to, each as one whole number, so that they can be added.

From the lowest bit on: what was earned; the maxima of excluded leaves; and,
for each status but ``scored``, how many leaves have it.  Where every leaf is
scored, as of most units, the number is just what was earned.
"""

from collections.abc import Sequence

from parrules.outcome import AWAITING, SCORED, STATUSES, Entry, Verdict
from parrules.plan.nodes import Node
from parrules.scoring.arithmetic import Inner

_REMEMBERED = 512


class Packing:
    """Where the parts of a number stand, for the nodes of one plan.

    Attributes:
        earned: The greatest number of which all is earned.
        added: The greatest number without a status.
        unknown: The least number of a leaf that could not be decided.
    """

    def __init__(self, nodes: Sequence[Node]) -> None:
        """Give each part room for all *nodes* together."""
        self._width = sum(node.maximum for node in nodes).bit_length()
        room = len(nodes).bit_length()
        self._counts = (1 << room) - 1
        self._places = {
            status: 2 * self._width + room * index
            for index, status in enumerate(STATUSES[1:])
        }
        self.earned = (1 << self._width) - 1
        self.added = (1 << 2 * self._width) - 1
        # Those that are unknown stand above all others.
        self.unknown = 1 << self._places[AWAITING]

    def of_leaf(self, verdict: Verdict, maximum: int) -> int:
        """Return the number of a leaf with *maximum*."""
        lost = 0 if verdict.applicable else maximum
        packed = verdict.earned | lost << self._width
        if verdict.status == SCORED:
            return packed

        return packed | 1 << self._places[verdict.status]

    def lost(self, packed: int) -> int:
        """Return the maxima of excluded leaves."""
        return (packed & self.added) >> self._width

    def status(self, packed: int, leaves: int) -> str:
        """Return the status that all *leaves* share, else scored."""
        for status, place in self._places.items():
            if packed >> place & self._counts == leaves:
                return status

        return SCORED


class Verdicts(dict[int, Verdict]):
    """The verdicts of an inner node, by what its children came to.

    They are made as they come up, and come up again.
    """

    def __init__(self, packing: Packing, inner: Inner, leaves: int) -> None:
        """Unpack by *packing* what the *leaves* below a node came to."""
        super().__init__()
        self._packing = packing
        self._inner = inner
        self._leaves = leaves

    def __missing__(self, packed: int) -> Verdict:
        """Make the verdict without changes, capped where it must be."""
        if len(self) >= _REMEMBERED:
            self.clear()
        status, earned, applicable = self._parts(packed)
        made = Verdict(status, earned, applicable, "")
        if earned > applicable:
            made = self.changed(packed, [])
        self[packed] = made

        return made

    def changed(self, packed: int, changes: list[Entry]) -> Verdict:
        """Return the verdict with the node's own *changes*."""
        return self._inner.changed(*self._parts(packed), changes)

    def _parts(self, packed: int) -> tuple[str, int, int]:
        """Return status, what was earned, and what is applicable."""
        packing = self._packing
        maximum = self._inner.node.maximum

        return (
            packing.status(packed, self._leaves),
            packed & packing.earned,
            max(maximum - packing.lost(packed), 0),
        )
