"""How much an act in each role says of what somebody knows: declared here, and nowhere else."""

ROLE_WEIGHTS = {
    "author": 1.0,
    "answerer": 1.0,
    "reviewer": 0.8,
    "editor": 0.6,
    "co-author": 1.0,
    "translator": 0.6,
    "tester": 0.5,
    "helper": 0.5,
    "reporter": 0.3,
    "signer": 0.3,
    "commenter": 0.3,
    "committer": 0.3,
    "endorsed": 0.3,
    "poster": 0.3,
    "asker": 0.2,
    "proofreader": 0.2,
    "suggester": 0.2,
    "merger": 0.1,
}
"""Whoever wrote it knows it; whoever asked did not, yet."""
OTHER_ROLE = 0.5


def weight_of(role: str) -> float:
    return ROLE_WEIGHTS.get(role, OTHER_ROLE)
