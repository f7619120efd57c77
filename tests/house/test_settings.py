"""Safe when unset; and production refuses to start with what is not, saying which."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sociable.settings import Environment, kept_secret, unsafe_settings

SAFE = {"SOCIABLE_PRODUCTION": "true", "SOCIABLE_ADDRESS": "https://people.example"}


def start(folder: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "DATABASE_URL": "", "SOCIABLE_DATA": str(folder), **more}
    return subprocess.run(
        [sys.executable, "-m", "sociable", "ledger", "tail"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_safe_production_starts(tmp_path: Path) -> None:
    done = start(tmp_path, **SAFE)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SOCIABLE_DEBUG", "true", "SOCIABLE_DEBUG"),
        ("SOCIABLE_ADDRESS", "http://people.example", "not https"),
        ("SOCIABLE_ADDRESS", "https://localhost", "own name"),
        ("SOCIABLE_SECRET_KEY", "secret", "shorter"),
        ("SOCIABLE_MAIL", "console", "SOCIABLE_MAIL is console"),
        ("SOCIABLE_SIGN_UP_DOMAINS", "office.example", "SOCIABLE_MAIL is not"),
    ],
)
def test_production_refuses_what_is_unsafe(tmp_path: Path, name: str, value: str, said: str) -> None:
    done = start(tmp_path, **{**SAFE, name: value})
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_setting_of_the_wrong_kind_is_named(tmp_path: Path) -> None:
    done = start(tmp_path, SOCIABLE_INDEX_MEMORY_MB="plenty")
    assert done.returncode == 1
    assert "index_memory_mb" in done.stderr
    assert "Traceback" not in done.stderr


ASKS = "from sociable import settings as s; print(s.EMAIL_BACKEND.split('.')[-2], s.EMAIL_HOST, s.EMAIL_PORT, "
ASKS += "s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD, s.EMAIL_USE_SSL, s.EMAIL_USE_TLS, s.DEFAULT_FROM_EMAIL)"


@pytest.mark.parametrize(
    ("mail", "understood"),
    [
        ("", "dummy  25   False False sociable@localhost"),
        ("console", "console  25   False False sociable@localhost"),
        ("smtp://mail.example", "smtp mail.example 25   False False sociable@localhost"),
        ("smtps://ada:p%40ss@mail.example", "smtp mail.example 465 ada p@ss True False sociable@localhost"),
        ("smtp+starttls://mail.example:587", "smtp mail.example 587   False True sociable@localhost"),
    ],
)
def test_one_address_says_how_mail_leaves(tmp_path: Path, mail: str, understood: str) -> None:
    environment = {**os.environ, "DATABASE_URL": "", "SOCIABLE_DATA": str(tmp_path), "SOCIABLE_MAIL": mail}
    done = subprocess.run([sys.executable, "-c", ASKS], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.rstrip("\n") == understood


def test_mail_that_cannot_leave_is_refused_at_the_start(tmp_path: Path) -> None:
    done = start(tmp_path, SOCIABLE_MAIL="pigeon://roof")
    assert done.returncode == 1
    assert "mail" in done.stderr


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description for field in Environment.model_fields.values())


def test_the_default_is_only_unsafe_for_others() -> None:
    assert len(unsafe_settings(Environment.model_construct())) == 2


def test_the_secret_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    first = kept_secret(tmp_path)
    assert kept_secret(tmp_path) == first
    assert len(first) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]
