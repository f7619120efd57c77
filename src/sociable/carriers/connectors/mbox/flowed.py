"""`format=flowed` (RFC 3676): lines that were broken on the way are whole again, also within quotes."""

import re

QUOTE = re.compile(r">*")
SIGNATURE = "-- "


def unflowed(text: str, *, delsp: bool) -> str:
    """A line that ends in a blank goes on in the next of the same depth of quoting; `delsp` takes that blank away."""
    done: list[str] = []
    depth_before, open_before = -1, False
    for line in text.replace("\r\n", "\n").split("\n"):
        depth = len(marks[0]) if (marks := QUOTE.match(line)) else 0
        words = line[depth:].removeprefix(" ")
        flows = words.endswith(" ") and words != SIGNATURE
        kept = words[:-1] if flows and delsp else words
        if open_before and depth == depth_before and words != SIGNATURE:
            done[-1] += kept
        else:
            done.append(f"{'>' * depth} {kept}" if depth else kept)
        depth_before, open_before = depth, flows
    return "\n".join(done)
