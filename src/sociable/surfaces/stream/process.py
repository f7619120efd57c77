"""The streaming process: one loop reads the ledger for all, and each open page has one connection (docs/live.md)."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import DatabaseError, connection

from sociable.surfaces.stream.door import is_ours, line_for
from sociable.surfaces.stream.hub import Full, Hub, Line
from sociable.surfaces.stream.news import ended, news_for, wish_of

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PAUSE = 0.04
"""Seconds between two looks at the ledger."""
BEAT = 25
"""Seconds between two signs of life: proxies end what is silent for a minute."""
SIGN_INS = 5
"""Seconds after which an ended sign-in is cut off, at the latest."""
RETRY = (2_000, 8_000)
"""Milliseconds after which a page comes back: each another, so that two thousand do not knock at once."""
TROUBLE = 2.0

said = logging.getLogger(__name__)


class Stream:
    """The ASGI application."""

    def __init__(self) -> None:
        self.hub = Hub()
        self.reading = ThreadPoolExecutor(1, "reading")
        self.doors = ThreadPoolExecutor(2, "doors")
        self.work: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        elif scope["type"] == "http":
            await self.answer(scope, receive, send)

    async def live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                rounds = (self.read_on, self.keep_alive, self.look_at_sign_ins)
                self.work = [asyncio.create_task(one()) for one in rounds]
                await send({"type": "lifespan.startup.complete"})
            else:
                for task in self.work:
                    task.cancel()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def read_on(self) -> None:
        """Reads the ledger as long as anybody listens."""
        loop = asyncio.get_running_loop()
        while True:
            if not self.hub.seats:
                self.hub.is_asleep = True
                await asyncio.sleep(PAUSE)
                continue
            wish = wish_of(self.hub)
            try:
                news = await loop.run_in_executor(self.reading, news_for, wish)
            except DatabaseError as trouble:
                said.warning("The ledger could not be read: %s", trouble)
                self.hub.waiting.extend(wish.waited)
                await loop.run_in_executor(self.reading, connection.close)
                await asyncio.sleep(TROUBLE)
                continue
            self.hub.take(news, wish.waited)
            if not news.happenings or news.position == wish.after:
                await asyncio.sleep(PAUSE)

    async def keep_alive(self) -> None:
        """A sign of life for each, a few at a time; with it goes how far they have been told everything."""
        beat = 0
        while True:
            await asyncio.sleep(1)
            beat = (beat + 1) % BEAT
            words = b"id: %d.%d\n:\n\n" % self.hub.position
            for line in self.hub.at_rest():
                if id(line) // 64 % BEAT == beat:
                    line.tell(words)

    async def look_at_sign_ins(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(SIGN_INS)
            lines = [line for seat in self.hub.seats.values() for line in seat.lines]
            for start in range(0, len(lines), 500):
                try:
                    over = await loop.run_in_executor(self.reading, ended, lines[start : start + 500])
                except DatabaseError:
                    break  # the reading has said so
                for line in over:
                    line.end()

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        if scope["method"] != "GET" or not is_ours(headers):
            await refuse(send, 403 if scope["method"] == "GET" else 405)
            return
        allowed = permission(headers)
        loop = asyncio.get_running_loop()
        try:
            line = await loop.run_in_executor(self.doors, line_for, scope["query_string"], headers)
        except DatabaseError:
            await loop.run_in_executor(self.doors, connection.close)
            await refuse(send, 503, allowed)
            return
        if line is None:
            await refuse(send, 401, allowed)
            return
        try:
            self.hub.open(line)
        except Full:
            await refuse(send, 429, allowed)
            return
        try:
            await speak(line, allowed, receive, send)
        finally:
            self.hub.close(line)


def permission(headers: dict[bytes, bytes]) -> list[tuple[bytes, bytes]]:
    """What lets a page of the site on another port read the answer, with its cookie."""
    origin = headers.get(b"origin")
    allowed = [(b"vary", b"Origin, Cookie"), (b"cache-control", b"no-store")]
    if origin:
        allowed += [(b"access-control-allow-origin", origin), (b"access-control-allow-credentials", b"true")]
    return allowed


async def refuse(send: Send, status: int, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers or []})
    await send({"type": "http.response.body", "body": b""})


async def speak(line: Line, headers: list[tuple[bytes, bytes]], receive: Receive, send: Send) -> None:
    """Tells one page what there is to tell, until either has had enough."""
    kind = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]
    await send({"type": "http.response.start", "status": 200, "headers": [*headers, *kind]})
    gone = asyncio.ensure_future(hang_up(line, receive))
    try:
        await say(send, b"retry: %d\n\n" % random.randint(*RETRY))  # noqa: S311 (spreads a crowd, guards nothing)
        while not line.is_over:
            await line.woken.wait()
            line.woken.clear()
            if line.unread:
                words = b"".join(line.unread)
                line.unread.clear()
                await say(send, words)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        gone.cancel()


async def say(send: Send, words: bytes) -> None:
    await send({"type": "http.response.body", "body": words, "more_body": True})


async def hang_up(line: Line, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    line.end()
