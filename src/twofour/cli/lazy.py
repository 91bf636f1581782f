"""Commands whose modules are read when somebody calls them, so that each command starts quickly."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from twofour.cli.wording import in_one_language


class _LazyGroup(TyperGroup):
    places: ClassVar[Mapping[str, str]]

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        # Names alone: enough to list them and to guess what a misspelt one meant.
        self.commands = dict.fromkeys(self.places, TyperCommand(None))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        place = self.places.get(cmd_name)
        return None if place is None else in_one_language(_command(cmd_name, place), ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        super(_LazyGroup, in_one_language(self, ctx)).format_help(ctx, formatter)


def lazy(places: Mapping[str, str]) -> type[TyperGroup]:
    """A group of the commands ``places`` names: ``module:attribute``, a function or a Typer application."""
    return type("LazyGroup", (_LazyGroup,), {"places": places})


def _command(name: str, place: str) -> Any:
    module, _, attribute = place.partition(":")
    found = getattr(import_module(f"twofour.cli.{module}"), attribute)
    around = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    if isinstance(found, typer.Typer):
        around.add_typer(found, name=name)
    else:
        around.command(name)(found)
    return get_group(around).commands[name]
