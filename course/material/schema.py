"""The rules for the files in quizzes/, and what a broken one reads like."""

import json
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from course.material.files import FOLDER

Words: TypeAlias = tuple[Callable[[Any], str], str]

# What a broken rule of the schema means to the person who mends the file: found, remedy.
RULES: dict[str, Words] = {
    "required": (lambda e: f"no '{first(e.validator_value, e.instance)}'", "add it"),
    "additionalProperties": (
        lambda e: f"'{first(e.instance, e.schema['properties'])}'",
        "take it out or correct its name",
    ),
    "type": (lambda e: kind(e.instance), "write it so (quotes make a text of a number)"),
    "const": (lambda e: json.dumps(e.instance, default=str), "write true or take the key out"),
    "enum": (lambda e: f"'{e.instance}'", "choose one of them"),
    "pattern": (lambda e: "an empty text", "write one"),
    "minItems": (lambda e: f"{len(e.instance)}", "add what is missing"),
    "maxItems": (lambda e: f"{len(e.instance)}", "take out what is too much"),
    "contains": (lambda e: "none with right: true", "mark what is right"),
    "maxContains": (lambda e: "several with right: true", "mark a single one"),
}
KINDS = {dict: "keys with values", list: "a list", str: "a text", bool: "true or false"}


def validate(data: object, file: str, graded: bool = True) -> None:
    """Raise ValueError, in one line, at the first place where data breaks quizzes/schema.json.

    graded: whether the lesson is; the file of one that is not holds fewer of everything.
    """
    import jsonschema

    schema = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    if not graded:
        schema = {"$ref": "#/$defs/ungraded", "$defs": schema["$defs"]}
    errors = jsonschema.Draft202012Validator(schema).iter_errors(data)
    error = jsonschema.exceptions.best_match(errors)
    if error is None:
        return
    found, remedy = RULES[error.validator]
    steps = (f"{step + 1}" if isinstance(step, int) else step for step in error.path)
    place = " ".join(steps) or "the whole file"
    raise ValueError(
        f"{file}, {place}: found {found(error)}; expected {error.schema['description']}; {remedy}"
    )


def first(names: Iterable[str], known: Iterable[str]) -> str:
    """Return the first of the names that is not among the known ones."""
    return next(name for name in names if name not in known)


def kind(value: object) -> str:
    """Return what a YAML author calls a value of this type."""
    return KINDS.get(type(value), "nothing" if value is None else f"the number {value}")
