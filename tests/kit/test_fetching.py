"""The one way out: nothing private is reached, however it is named; nobody is asked too much, too long or too often."""

import gzip
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest

from sociable.kit.addresses import NotFetched, is_public, resolve
from sociable.kit.clock import now
from sociable.kit.fetching import Limits, fetch, trust
from tests.certificates import certificate
from tests.web import Web, web


@pytest.fixture(autouse=True)
def _in_a_hurry(settings: object) -> None:
    settings.FETCH_PAUSE = 0.0  # type: ignore[attr-defined]


@pytest.fixture
def site(settings: object) -> Iterator[Web]:
    settings.FETCH_ALLOW = frozenset({"127.0.0.1"})  # type: ignore[attr-defined]
    with web() as one:
        yield one


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
        *("224.0.0.1", "233.252.0.1"),
        *("192.0.0.8", "198.18.0.1", "203.0.113.9", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1"),
        *("fd12::1", "ff02::1", "ff0e::1", "2001:db8::1", "::ffff:8.8.8.8", "::ffff:127.0.0.1", "64:ff9b::7f00:1"),
        *("64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1", "::127.0.0.1", "fec0::1"),
    ],
)
def test_what_is_not_everybodys_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2a00:1450::1"])
def test_what_is_everybodys_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0", "[::1]"])
def test_the_machine_itself_is_reached_under_none_of_its_names(host: str) -> None:
    with pytest.raises(NotFetched, match="private"):
        fetch(f"http://{host}:8000/")


@pytest.mark.parametrize("word", ["127.0.0.1", "127.0.0.0/8"])
def test_the_administrator_may_allow_an_address_or_a_network(word: str, settings: object) -> None:
    settings.FETCH_ALLOW = frozenset({word})  # type: ignore[attr-defined]
    assert resolve("127.0.0.1", 80) == ["127.0.0.1"]
    with pytest.raises(NotFetched):
        resolve("10.0.0.1", 80)


def test_the_administrator_may_allow_a_name(settings: object) -> None:
    settings.FETCH_ALLOW = frozenset({"localhost"})  # type: ignore[attr-defined]
    assert resolve("localhost", 80)
    with pytest.raises(NotFetched):
        resolve("127.0.0.1", 80)


@pytest.mark.parametrize(
    "address",
    [
        *(
            "file:///etc/passwd",
            "ftp://news.example/feed",
            "gopher://x.example/",
            "javascript:alert(1)",
            "feed.xml",
            "",
        ),
        *("http://", "http://:80/", "http://ada:secret@news.example/", "http://news.example:25/", "http://[::1"),
        "http://news.example:99999/",
    ],
)
def test_only_the_web_is_fetched(address: str) -> None:
    with pytest.raises(NotFetched):
        fetch(address)


def test_what_is_there_comes_with_its_tags(site: Web) -> None:
    address = site.says("/feed", "hello", ETag='"1"', Last_Modified="Mon, 02 Mar 2026 09:00:00 GMT", Content_Type="x/y")
    found = fetch(address)
    assert (found.body, found.etag, found.modified, found.media_type) == (
        *(b"hello", '"1"', "Mon, 02 Mar 2026 09:00:00 GMT"),
        "x/y",
    )
    _path, headers = site.asked[0]
    assert headers["user-agent"].startswith("Sociable (+http")
    assert headers["host"] == f"127.0.0.1:{site.port}"


def test_what_did_not_change_is_not_sent_again(site: Web) -> None:
    address = site.says("/feed", status=304)
    assert fetch(address, etag='"1"', modified="yesterday").body is None
    _path, headers = site.asked[0]
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"1"', "yesterday")


def test_redirects_are_followed(site: Web) -> None:
    site.says("/old", status=301, Location="/new?a=b c")
    site.says("/new?a=b%20c", "here")
    found = fetch(site.at("/old"))
    assert (found.body, found.address) == (b"here", site.at("/new?a=b c"))


@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "http://[::1]/", "http://localhost./", "file:///etc/passwd", "//169.254.169.254/meta"],
)
def test_a_redirect_to_a_private_place_is_refused(site: Web, target: str) -> None:
    with pytest.raises(NotFetched):
        fetch(site.says("/", status=302, Location=target))


def test_a_ring_of_redirects_ends(site: Web) -> None:
    with pytest.raises(NotFetched, match="without end"):
        fetch(site.says("/", status=307, Location="/"))
    assert len(site.asked) == 6


def test_too_much_is_not_read(site: Web) -> None:
    with pytest.raises(NotFetched, match="larger"):
        fetch(site.says("/", b"x" * 2_000_000), limits=Limits(size=1_000_000))


def test_nor_is_what_becomes_too_much_when_unpacked(site: Web) -> None:
    bomb = gzip.compress(b"\0" * 30_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(NotFetched, match="larger"):
        fetch(site.says("/", bomb, Content_Encoding="gzip"), limits=Limits(size=1_000_000))
    assert fetch(site.says("/", gzip.compress(b"small"), Content_Encoding="gzip")).body == b"small"
    with pytest.raises(NotFetched, match="form"):
        fetch(site.says("/", gzip.compress(bomb), Content_Encoding="gzip, gzip"))


def drip(request: BaseHTTPRequestHandler) -> None:
    try:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(100):
            request.wfile.write(b"x")
            time.sleep(0.05)
    except OSError:
        pass


def test_who_drips_is_cut_off(site: Web) -> None:
    site.pages["/"] = drip
    begin = time.monotonic()
    with pytest.raises(NotFetched, match="in time"):
        fetch(site.at("/"), limits=Limits(seconds=0.5))
    assert time.monotonic() - begin < 2


def test_who_hangs_in_the_handshake_is_cut_off(settings: object) -> None:
    settings.FETCH_ALLOW = frozenset({"127.0.0.1"})  # type: ignore[attr-defined]
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begin = time.monotonic()
        with pytest.raises(NotFetched, match="in time"):
            fetch(f"https://127.0.0.1:{silent.getsockname()[1]}/", limits=Limits(seconds=0.5))
        assert time.monotonic() - begin < 2


def test_who_promises_more_than_they_send_is_not_believed(site: Web) -> None:
    with pytest.raises(NotFetched, match="broke off"):
        fetch(site.says("/", b"half", Content_Length="8"))


@pytest.mark.parametrize(
    ("status", "said"), [(404, "nothing"), (410, "for good"), (403, "does not let"), (500, "trouble")]
)
def test_failures_are_said_in_words(site: Web, status: int, said: str) -> None:
    with pytest.raises(NotFetched, match=said):
        fetch(site.says("/", status=status))


@pytest.mark.parametrize("form", ["seconds", "date", "none", "absurd"])
def test_who_asks_to_be_left_alone_is(site: Web, form: str) -> None:
    later = {"seconds": "60", "date": format_datetime(now() + timedelta(minutes=1)), "none": "", "absurd": "9" * 40}
    address = site.says("/", status=429, Retry_After=later[form])
    for _ in range(2):
        with pytest.raises(NotFetched, match="not to be asked again before"):
            fetch(address)
    assert len(site.asked) == 1


def test_the_same_host_is_not_asked_again_at_once(site: Web, settings: object) -> None:
    settings.FETCH_PAUSE = 0.4  # type: ignore[attr-defined]
    address, begin = site.says("/", "x"), time.monotonic()
    fetch(address)
    assert time.monotonic() - begin < 0.4
    fetch(address)
    assert time.monotonic() - begin >= 0.4


def test_a_name_is_checked_against_its_certificate(
    tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FETCH_ALLOW = frozenset({"localhost", "127.0.0.1"})  # type: ignore[attr-defined]
    file = certificate(tmp_path, "localhost")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    with web(context) as site:
        site.says("/", "safe")
        trust.cache_clear()
        with pytest.raises(NotFetched, match="certificate"):
            fetch(site.at("/", "localhost"))
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        trust.cache_clear()
        assert fetch(site.at("/", "localhost")).body == b"safe"
        with pytest.raises(NotFetched, match="certificate"):
            fetch(site.at("/"))
    trust.cache_clear()
