"""What ./run and ./test install is what uv.lock names, and uv.lock answers what pyproject.toml asks."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HOUSE = Path(__file__).parents[1]
CURE = "run the three uv commands of CONTRIBUTING.md"

Named = dict[tuple[str, str], set[str]]
"""The hashes of what may be installed, by name and version."""


def read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((HOUSE / name).read_text())


PACKAGES: list[dict[str, Any]] = read_toml("uv.lock")["package"]
ROOT = next(package for package in PACKAGES if package["name"] == "alongside")


def exported(name: str) -> Named:
    """What a requirements file names."""
    requirements = re.split(r"\n(?=\S)", (HOUSE / name).read_text())
    found = {}
    for requirement in requirements:
        if pinned := re.match(r"([\w.-]+)==(\S+)", requirement):
            found[pinned.groups()] = set(re.findall(r"--hash=(\S+)", requirement))
    return found


def reached_from(dependencies: list[dict[str, Any]]) -> Named:
    """What uv.lock names for these, and for all that they need in turn."""
    waiting, seen, found = list(dependencies), set(), {}
    while waiting:
        wanted = waiting.pop()
        for package in packages_for(wanted):
            key = (package["name"], package["version"], *sorted(wanted.get("extra", [])))
            if key in seen:
                continue
            seen.add(key)
            files = [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
            found[package["name"], package["version"]] = {file["hash"] for file in files}
            waiting += package.get("dependencies", [])
            for extra in wanted.get("extra", []):
                waiting += package.get("optional-dependencies", {}).get(extra, [])
    found.pop((ROOT["name"], ROOT["version"]), None)  # found where it stands, not installed
    return found


def packages_for(wanted: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for package in PACKAGES:
        if (
            package["name"] == wanted["name"]
            and wanted.get("version", package["version"]) == package["version"]
        ):
            yield package


def asked(requirement: str) -> tuple[str, frozenset[str], frozenset[str]]:
    """Name, extras and versions of a requirement as pyproject.toml writes it."""
    name, extras, versions = re.fullmatch(r"([\w.-]+)(?:\[([\w,-]+)\])?(.*)", requirement).groups()
    return name, frozenset((extras or "").split(",")) - {""}, frozenset(versions.split(",")) - {""}


def answered(locked: dict[str, Any]) -> tuple[str, frozenset[str], frozenset[str]]:
    """The same of a requirement as uv.lock keeps it."""
    versions = frozenset(locked.get("specifier", "").split(",")) - {""}
    return locked["name"], frozenset(locked.get("extras", [])), versions


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_what_is_installed_is_what_uv_locked(name: str) -> None:
    dependencies = list(ROOT["dependencies"])
    if "dev" in name:
        dependencies += ROOT["dev-dependencies"]["dev"]
    named, locked = exported(name), reached_from(dependencies)
    assert named.keys() == locked.keys(), f"{name} is not what uv.lock says: {CURE}"
    assert named == locked, f"{name} has other hashes than uv.lock: {CURE}"


def test_uv_locked_what_the_project_asks_for() -> None:
    project, metadata = read_toml("pyproject.toml"), ROOT["metadata"]
    wanted = {asked(requirement) for requirement in project["project"]["dependencies"]}
    assert wanted == {
        answered(each) for each in metadata["requires-dist"] if "extra" not in each.get("marker", "")
    }
    wanted = {asked(requirement) for requirement in project["dependency-groups"]["dev"]}
    assert wanted == {answered(each) for each in metadata["requires-dev"]["dev"]}, CURE
