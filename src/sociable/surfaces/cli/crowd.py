"""Very many open pages, as the streaming process sees them: bare connections that note what they are told, and when."""

import asyncio
import re
import threading
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sociable.surfaces.cli.serve import HOST

AT_ONCE = 200
"""Connections that are being opened at the same time."""
PATIENCE = 60
EVENT = re.compile(rb"id: (\d+\.\d+)\nevent: place\n")

T = TypeVar("T")


@dataclass(eq=False)
class Listener:
    """One open page: whose, where, and what it was told: the place of each event in the ledger, and when it came."""

    cookie: str
    port: int
    told: list[tuple[str, float]] = field(default_factory=list)
    last: str = ""
    writer: asyncio.StreamWriter | None = None

    async def come(self, place: str) -> None:
        """Opens the connection, and returns once it is answered; what follows is read on and on."""
        reader, self.writer = await asyncio.open_connection(HOST, self.port)
        lines = [f"GET /?place={place} HTTP/1.1", f"Host: {HOST}:{self.port}", f"Cookie: {self.cookie}"]
        lines += [f"Last-Event-ID: {self.last}"] if self.last else []
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            raise RuntimeError(head.decode("latin-1"))
        self.reading = asyncio.create_task(self.read_on(reader))

    async def read_on(self, reader: asyncio.StreamReader) -> None:
        while True:
            try:
                block = await reader.readuntil(b"\n\n")
            except (asyncio.IncompleteReadError, ConnectionError):
                return
            if found := EVENT.search(block):
                self.last = found[1].decode()
                self.told.append((self.last, time.perf_counter()))

    async def go(self) -> None:
        self.reading.cancel()
        if self.writer:
            self.writer.close()


class Crowd:
    """Listeners, in a loop and a thread of their own."""

    def __init__(self, cookies: Sequence[str], ports: Sequence[int]) -> None:
        self.listeners = [Listener(one, ports[number % len(ports)]) for number, one in enumerate(cookies)]
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

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
            await one.go()

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
