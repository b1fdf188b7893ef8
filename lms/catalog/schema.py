"""Facts from YAML held against a pydantic model, with every problem at its place."""

import re
from datetime import date
from functools import cache
from typing import Annotated, Any, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from lms.catalog.findings import Findings, nearest, quoted
from lms.catalog.yaml_file import Facts

ID_PATTERN = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
MAX_ID = 60


def is_id(text: str) -> bool:
    """Lower-case words and digits joined by hyphens, a letter first, at most 60 signs."""
    return len(text) <= MAX_ID and ID_PATTERN.fullmatch(text) is not None


class Strict(BaseModel):
    """No conversions, no further keys."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def _id(value: Any) -> Any:
    if isinstance(value, str) and not is_id(value):
        raise PydanticCustomError("bad_id", "id")
    return value


def _date(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("bad_date", "date") from None
    return value


def _at_level(value: Any) -> Any:
    if isinstance(value, str):
        name, sign, level = value.partition("@")
        if sign and is_id(name) and level.isascii() and level.isdigit() and len(level) == 1:
            return (name, int(level))
    raise PydanticCustomError("bad_level", "level")


def _path(value: Any) -> Any:
    if isinstance(value, str):
        steps = value.split("/")
        if value.startswith("/") or "\\" in value or any(step in ("", ".", "..") for step in steps):
            raise PydanticCustomError("bad_path", "path")
    return value


Id = Annotated[str, BeforeValidator(_id)]
Day = Annotated[date, BeforeValidator(_date)]
AtLevel = Annotated[tuple[str, int], BeforeValidator(_at_level)]
FilePath = Annotated[str, BeforeValidator(_path)]
Title = Annotated[str, StringConstraints(pattern=r"\S", max_length=90)]
Text = Annotated[str, StringConstraints(pattern=r"\S", max_length=2000)]
Percent = Annotated[int, Field(ge=0, le=100)]
Count = Annotated[int, Field(ge=0, le=100)]

Model = TypeVar("Model", bound=BaseModel)


def hold_against(model: type[Model], facts: Facts, findings: Findings) -> Model | None:
    """The facts as this model, or None with a finding for each problem."""
    if not isinstance(facts.data, dict):
        findings.add(
            facts.place(),
            "Y05",
            "The file holds no keys with values.",
            "Begin from the example in courses/README.md.",
        )
        return None
    try:
        return model.model_validate(facts.data)
    except ValidationError as problem:
        for error in problem.errors(include_url=False):
            _report(model, facts, error, findings)
        return None


def _report(model: type[BaseModel], facts: Facts, error: Any, findings: Findings) -> None:
    path = tuple(step for step in error["loc"] if step != "[key]")
    kind, context = error["type"], error.get("ctx") or {}
    name = str(path[-1]) if path else ""
    if kind == "missing":
        place = facts.place(*path)
        findings.add(place, "Y04", f'The key "{name}" is missing.', f'Write "{name}: ...".')
        return
    if kind == "extra_forbidden":
        findings.add(
            facts.key_place(*path),
            "Y03",
            f"The key {quoted(name)} is not known here.",
            nearest(name, _keys_of(model)) or "Take it out.",
        )
        return
    rule, sentence, mend = _words(kind, context, error.get("input"), _named(path))
    findings.add(facts.place(*path), rule, sentence, mend)


def _named(path: tuple[Any, ...]) -> str:
    names = [step for step in path if isinstance(step, str)]
    return f'"{names[-1]}"' if names else "This"


def _words(kind: str, context: Any, value: Any, name: str) -> tuple[str, str, str]:
    shown = quoted(str(value)) if isinstance(value, str | int | float) else "this"
    if kind == "bad_id":
        return (
            "I01",
            f"{shown} is no id.",
            "Use lower-case words and digits joined by hyphens, a letter first, at most 60 signs.",
        )
    if kind == "bad_date":
        return "Y05", f"{shown} is no date.", "Write it like 2027-09-30."
    if kind == "bad_level":
        return "Y05", f"{shown} is no competency with a level.", "Write it like plain-language@2."
    if kind == "bad_path":
        return (
            "F04",
            f"The path {shown} leaves its folder or is not plain.",
            "Write it from the course's folder on, like modules/10-name.md.",
        )
    if value is None:
        return "Y05", f"{name} is empty.", "Write a value, or take the key out."
    if kind == "string_type":
        return "Y05", f"{name} must be a text.", "Put it in quotes."
    if kind in ("int_type", "int_from_float"):
        return "Y05", f"{name} must be a whole number.", "Write digits without quotes."
    if kind == "bool_type":
        return "Y05", f"{name} must be true or false.", "Write true or false without quotes."
    if kind in ("list_type", "tuple_type"):
        return "Y05", f"{name} must be a list.", "Write it like [one, two]."
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return "Y05", f"{name} must have keys with values.", "Look at the example in courses/README.md."
    if kind == "literal_error":
        return "Y05", f"{name} cannot be {shown}.", f"Write {context.get('expected', 'a known word')}."
    return "Y05", *_out_of_bounds(kind, context, name)


def _out_of_bounds(kind: str, context: Any, name: str) -> tuple[str, str]:
    if kind == "string_too_long":
        return f"{name} has more than {context['max_length']} signs.", "Make it shorter."
    if kind == "string_pattern_mismatch" and context["pattern"] == r"\S":
        return f"{name} is empty.", "Write a text."
    if kind == "greater_than_equal":
        return f"{name} must be {context['ge']} or more.", "Change the number."
    if kind == "less_than_equal":
        return f"{name} must be {context['le']} or less.", "Change the number."
    if kind == "too_short":
        return f"{name} needs at least {context['min_length']}.", "Add to the list."
    if kind == "too_long":
        return f"{name} may have at most {context['max_length']}.", "Make the list shorter."
    return f"{name} has a value that cannot be used.", "Look at the example in courses/README.md."


@cache
def _keys_of(model: type[BaseModel]) -> tuple[str, ...]:
    """The keys of a model and of the models within it."""
    keys: dict[str, None] = {}
    waiting: list[Any] = [model]
    while waiting:
        each = waiting.pop()
        if isinstance(each, type) and issubclass(each, BaseModel):
            for name, found in each.model_fields.items():
                keys[name] = None
                waiting.append(found.annotation)
        else:
            waiting.extend(get_args(each))
    return tuple(keys)
