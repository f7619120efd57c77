"""Very many open pages, as the streaming process sees them: bare connections that note what they are told, and when."""

import asyncio
import re
import threading
import time
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar

from sociable.surfaces.cli.serve import HOST

AT_ONCE = 200
"""Connections that are being opened at the same time."""
PATIENCE = 60
WORDS = re.compile(rb"(?:id: (\d+\.\d+)\n)?(?:event: (\w+)\ndata: [^\n]*\n|:\n|retry: \d+\n)\n")
"""What the stream says: an event, a sign of life, or how long to wait before one comes back."""

T = TypeVar("T")


class Listener(asyncio.Protocol):
    """One open page: whose, where, and what it was told: the place of each event in the ledger, and when it came."""

    def __init__(self, cookie: str, port: int) -> None:
        self.cookie, self.port, self.last = cookie, port, ""
        self.told: list[tuple[str, float]] = []
        self.anew = 0
        """How often it was told to look anew, instead of what it missed."""
        self.rest = b""
        self.transport: asyncio.Transport | None = None
        self.answered: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def come(self, place: str) -> None:
        """Opens the connection, and returns once it is answered; what follows is noted as it comes."""
        loop = asyncio.get_running_loop()
        self.rest, self.answered = b"", loop.create_future()
        self.transport, _self = await loop.create_connection(lambda: self, HOST, self.port)
        lines = [f"GET /?place={place} HTTP/1.1", f"Host: {HOST}:{self.port}", f"Cookie: {self.cookie}"]
        lines += [f"Last-Event-ID: {self.last}"] if self.last else []
        self.transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        if " 200 " not in (said := await self.answered):
            raise RuntimeError(said)

    def data_received(self, data: bytes) -> None:
        at, self.rest, end = time.perf_counter(), self.rest + data, 0
        if not self.answered.done():
            self.answered.set_result(self.rest.split(b"\r\n", 1)[0].decode("latin-1"))
        for found in WORDS.finditer(self.rest):
            end = found.end()
            self.note(found[1], found[2], at)
        self.rest = self.rest[end:]

    def note(self, place: bytes | None, kind: bytes | None, at: float) -> None:
        self.last = place.decode() if place else self.last
        if kind == b"place":
            self.told.append((self.last, at))
        self.anew += kind in (b"access", b"behind")

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.answered.done():
            self.answered.set_result("the connection ended before it was answered")

    def go(self) -> None:
        if self.transport:
            self.transport.abort()


class Crowd:
    """Listeners, in a loop and a thread of their own."""

    def __init__(self, cookies: Sequence[str], ports: Sequence[int]) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.listeners: list[Listener] = self.do(gathered(cookies, ports))

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(PATIENCE)

    def come(self, place: str) -> None:
        """All open their connection, some at a time; returns once every one is answered."""
        self.do(self.all_come(place))

    async def all_come(self, place: str) -> None:
        room = asyncio.Semaphore(AT_ONCE)

        async def one(listener: Listener) -> None:
            async with room:
                await listener.come(place)

        await asyncio.gather(*map(one, self.listeners))

    def go(self) -> None:
        """All connections are dropped."""
        self.do(self.all_go())

    async def all_go(self) -> None:
        for one in self.listeners:
            one.go()

    def move_on(self, ports: Sequence[int]) -> None:
        """Each comes back to another port next time, where there is another."""
        for one in self.listeners:
            one.port = ports[(ports.index(one.port) + 1) % len(ports)]

    def wait_for(self, events: int, seconds: float) -> bool:
        """Waits until each was told so many events; says whether they were, in time."""
        until = time.perf_counter() + seconds
        while any(len(one.told) < events for one in self.listeners):
            if time.perf_counter() > until:
                return False
            time.sleep(0.01)
        return True

    def close(self) -> None:
        """All go home, and their loop ends."""
        self.go()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


async def gathered(cookies: Sequence[str], ports: Sequence[int]) -> list[Listener]:
    """One listener for each sign-in, over the ports in turn."""
    return [Listener(one, ports[number % len(ports)]) for number, one in enumerate(cookies)]
