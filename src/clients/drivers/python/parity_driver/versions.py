"""Finds where the client states its version."""
from __future__ import annotations

import pathlib
import re
import sys

from .faults import EMPTY, quietly


def describe_versions(source, packages):
    versions = versions_in_files(source) if source else []
    for name in sorted(packages):
        module = sys.modules.get(name)
        version = getattr(module, "__version__", None)
        if isinstance(version, str):
            versions.append({"source": name + ".__version__", "version": version})
        # A client in a source folder is not the installed package with the same name.
        if module is not None and not source:
            versions += installed_versions(name)
    return versions


def versions_in_files(source):
    section = r"(?ms)^\[(?:%s)\]\s*$(?:(?!^\[).)*?^version\s*[=:]\s*[\"']?([^\"'\s]+)"
    patterns = {
        "pyproject.toml": section % r"project|tool\.poetry",
        "setup.cfg": section % "metadata",
        "setup.py": r"(?<!\w)version\s*=\s*[\"']([^\"']+)[\"']",
    }
    found = []
    for name, pattern in patterns.items():
        text = quietly(lambda name=name: pathlib.Path(source, name).read_text("utf-8"))
        match = None if text is EMPTY else re.search(pattern, text)
        # `version = attr: acme.__version__` names a variable, but not the version itself
        if match and not match.group(1).endswith(":"):
            found.append({"source": name, "version": match.group(1)})
    return found


def installed_versions(package):
    from importlib import metadata

    found = []
    for each in metadata.distributions():
        tops = quietly(lambda each=each: (each.read_text("top_level.txt") or "").split())
        files = quietly(lambda each=each: each.files or [])
        owns = tops is not EMPTY and package in tops
        if owns or (files is not EMPTY and any(str(file) in (package + "/__init__.py", package + ".py") for file in files)):
            found.append({"source": "distribution " + each.metadata["Name"], "version": each.version})
    return found
