"""The templates without conditions, one for each combination that can hold. `make template-all` lints them all."""

import json
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import click
from samtranslator.yaml_helper import yaml_parse

from byline_tools.build.translation import moved, translated_for
from byline_tools.local.stack import TEMPLATE

NOTHING = {"Ref": "AWS::NoValue"}

ANOTHER = "another"
"""A value of a parameter that no condition speaks of."""

Combination = Mapping[str, bool]
"""The names of conditions, each with whether it holds."""


def combinations(template: Mapping[str, Any]) -> list[Combination]:
    """Every combination of the template's conditions to which some values of its parameters lead, each once."""
    conditions, parameters = template.get("Conditions", {}), template.get("Parameters", {})
    compared: dict[str, set[str]] = {}
    for parameter, value in _comparisons(conditions):
        compared.setdefault(parameter, {ANOTHER}).add(value)
    possible = [parameters[name].get("AllowedValues", sorted(values)) for name, values in compared.items()]
    found = [
        {name: _holds(each, conditions, dict(zip(compared, values, strict=True))) for name, each in conditions.items()}
        for values in product(*possible)
    ]
    return list({tuple(each.values()): each for each in found}.values())


def _comparisons(written: Any) -> Iterator[tuple[str, str]]:
    match written:
        case {"Fn::Equals": [{"Ref": parameter}, value]}:
            yield parameter, value
        case dict() | list():
            for each in written.values() if isinstance(written, dict) else written:
                yield from _comparisons(each)


def _holds(condition: Any, conditions: Mapping[str, Any], values: Mapping[str, str]) -> bool:
    match condition:
        case {"Fn::Equals": [{"Ref": parameter}, value]}:
            return bool(values[parameter] == value)
        case {"Condition": name}:
            return _holds(conditions[name], conditions, values)
        case {"Fn::Not": [each]}:
            return not _holds(each, conditions, values)
        case {"Fn::And": several}:
            return all(_holds(each, conditions, values) for each in several)
        case {"Fn::Or": several}:
            return any(_holds(each, conditions, values) for each in several)
    raise ValueError(f"a condition of an unknown form: {condition}")


def resolved(template: Mapping[str, Any], combination: Combination) -> dict[str, Any]:
    """The template if `combination` holds: without conditions, and without what is not made then."""
    made = {part: dict(_made(template.get(part, {}), combination)) for part in ("Resources", "Outputs")}
    left = {name: each for name, each in {**template, **made, **_given(template)}.items() if name != "Conditions"}
    result: dict[str, Any] = _chosen(left, combination)
    return result


def _given(template: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters without empty defaults, which would contradict conditions that speak of a value."""
    parameters = template.get("Parameters", {}).items()
    given = {name: {key: value for key, value in each.items() if (key, value) != ("Default", "")} for name, each in parameters}
    return {"Parameters": given} if given else {}


def _made(parts: Mapping[str, Any], combination: Combination) -> Iterator[tuple[str, Any]]:
    for name, part in parts.items():
        if "Condition" not in part or combination[part["Condition"]]:
            yield name, {key: value for key, value in part.items() if key != "Condition"}


def _chosen(written: Any, combination: Combination) -> Any:
    match written:
        case {"Fn::If": [name, then, otherwise]}:
            return _chosen(then if combination[name] else otherwise, combination)
        case dict():
            values = ((key, _chosen(value, combination)) for key, value in written.items())
            return {key: value for key, value in values if value != NOTHING}
        case list():
            return [value for each in written if (value := _chosen(each, combination)) != NOTHING]
    return written


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def main(folder: Path) -> None:
    """Write template.yaml and those in infra/ to FOLDER, once for every combination of their conditions."""
    paths = sorted((TEMPLATE.parent / "infra").glob("[a-z]*.yaml"))
    nested = {path.stem: moved(yaml_parse(path.read_text(encoding="utf-8")), path.parent, folder) for path in paths}
    folder.mkdir(parents=True, exist_ok=True)
    for name, template in {"byline": translated_for(folder), **nested}.items():
        texts = dict.fromkeys(json.dumps(resolved(template, each)) for each in combinations(template))
        for number, text in enumerate(texts):
            (folder / f"{name}-{number:03}.json").write_text(text, encoding="utf-8")
        click.echo(f"{name}: {len(texts)}")


if __name__ == "__main__":
    main()
