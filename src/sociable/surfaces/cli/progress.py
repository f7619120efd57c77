"""Progress on standard error: how much, how fast, how long still. Silent where nobody watches (not a terminal)."""

from collections.abc import Callable, Iterable
from typing import NoReturn, TypeVar

from tqdm import tqdm

Item = TypeVar("Item")


def bar_for(words: str, unit: str) -> "tqdm[NoReturn]":
    """A bar to be moved by hand; its total may come later (`reset`)."""
    return tqdm(desc=words, unit=unit, smoothing=0.05, leave=False, disable=None)


def over(items: Iterable[Item], words: str, unit: str) -> Iterable[Item]:
    """The items, with a bar that moves as they are taken."""
    return tqdm(items, desc=words, unit=unit, leave=False, disable=None)


def moving(bar: "tqdm[NoReturn]") -> Callable[[int], None]:
    """What moves the bar by a number of steps."""

    def move(steps: int) -> None:
        bar.update(steps)

    return move
