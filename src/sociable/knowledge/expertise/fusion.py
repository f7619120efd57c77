"""Several views made one: pure arithmetic over votes."""

from collections import defaultdict
from collections.abc import Mapping

from sociable.knowledge.expertise.views import Vote, Votes

WEIGHTS = {"documents": 1.0}
"""How much each view counts."""


def fuse(views: Mapping[str, Votes]) -> dict[int, list[Vote]]:
    """All votes by person, each view scaled so that its best person has its weight."""
    fused: dict[int, list[Vote]] = defaultdict(list)
    for name, votes in views.items():
        totals: dict[int, float] = defaultdict(float)
        for vote in votes:
            totals[vote.trace.person] += vote.weight
        scale = WEIGHTS[name] / max(totals.values(), default=1.0)
        for vote in votes:
            fused[vote.trace.person].append(Vote(vote.trace, vote.weight * scale))
    return dict(fused)
