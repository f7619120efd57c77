"""`sociable account`: who may sign in, and help for somebody who cannot."""

import click
from django.conf import settings

from sociable.kit.clock import now
from sociable.people.accounts import readmit, reset_second_factor
from sociable.people.models import Account
from sociable.people.verbs import Refused
from sociable.publics.accounts import let_in
from sociable.surfaces.cli.upkeep import prepare_database
from sociable.surfaces.web.sign_in.links import path_to_password


@click.command()
@click.argument("address")
@click.option("--name", help="What they are called; needed to open an account.")
@click.option("--administrator", is_flag=True, help="They may administer the site.")
@click.option("--password", help="Asked for when it is not given.")
@click.option("--link", is_flag=True, help="Prints a link with which they choose a password themselves.")
@click.option(
    "--reset-second-factor", is_flag=True, help="Takes their passkeys and codes away, and ends their sessions."
)
def account(
    address: str, name: str | None, administrator: bool, password: str | None, link: bool, reset_second_factor: bool
) -> None:
    """Lets somebody of the organisation sign in with ADDRESS; work known under that address is theirs at once.

    With --link or --reset-second-factor and no --name: helps somebody who has an account and cannot get in.
    """
    prepare_database()
    try:
        if name is None and (link or reset_second_factor):
            one = Account.objects.get_by_natural_key(address)
        else:
            one = opened(address, name, password, administrator, link)
        help_in(one, link, reset_second_factor)
    except Account.DoesNotExist:
        raise click.ClickException(f"{address} has no account; give --name to open one") from None
    except Refused as reason:
        raise click.ClickException(str(reason)) from None


def opened(address: str, name: str | None, password: str | None, administrator: bool, link: bool) -> Account:
    if name is None:
        raise click.UsageError("Missing option '--name'.")
    if password is None and not link:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    one = let_in(address=address, name=name, password=password, administers=administrator, by=None, at=now())
    click.echo(f"{one.person.root} may sign in as {one.email}.", err=True)
    return one


def help_in(one: Account, link: bool, second_factor: bool) -> None:
    if second_factor:
        taken = reset_second_factor(account=one, by=None, at=now())
        click.echo(f"{one.email}: {taken} passkeys and codes taken away; every session has ended.", err=True)
    if link:
        readmit(account=one, by=None, at=now())
        click.echo(settings.ENVIRONMENT.address.rstrip("/") + path_to_password(one))
