#!/usr/bin/env python3
"""Holds what Recto says in the forms of others against their rules: a SARIF log against its schema, every book.yaml of this
project against `recto schema`, workflows and the action against GitHub's schemas. Needs jsonschema, pyyaml, check-jsonschema
and zizmor (PyPI) beside this python.

usage: .ci/judges/forms.py RECTO SARIF-SCHEMA
"""
import json
import pathlib
import subprocess
import sys

import jsonschema
import yaml

RECTO, SARIF = sys.argv[1], sys.argv[2]
# Diagnostics about the manifest's form: their books are wrong on purpose, and the schema sees it, too.
SEEN = {"unknown-key", "wrong-type", "missing-key"}


class Texts(yaml.SafeLoader):
    """YAML as editors read it, but for days, which stay texts."""


Texts.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def keyed(value):
    """The same with every key as a text, as JSON has it."""
    if isinstance(value, dict):
        return {str(key): keyed(inner) for key, inner in value.items()}
    return [keyed(inner) for inner in value] if isinstance(value, list) else value


def output(*command, folder="."):
    """The standard output of recto, whatever its status."""
    return subprocess.run([RECTO, *command], cwd=folder, capture_output=True, text=True, check=False).stdout


def books():
    """Every book.yaml against the schema; those that recto refuses for their form must not fit."""
    schema = json.loads(output("schema"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    count, wrong = 0, []
    for path in [pathlib.Path("book.yaml"), *sorted(pathlib.Path("tests").glob("*/*/book.yaml"))]:
        try:
            manifest = keyed(yaml.load(path.read_text(encoding="utf-8"), Texts))
        except yaml.YAMLError:
            continue
        faults = [f"{'.'.join(map(str, e.absolute_path))}: {e.message[:120]}" for e in validator.iter_errors(manifest)]
        said = output("check", "--message-format", "json", "-m", str(path)).splitlines()
        codes = {json.loads(line)["code"] for line in said if json.loads(line)["severity"] == "error"}
        in_manifest = codes & (SEEN | {"bad-value", "duplicate-key", "too-deep", "too-large"})
        if faults and not in_manifest:
            wrong.append(f"{path}: the schema refuses it, recto does not: {faults}")
        if not faults and codes & SEEN:
            wrong.append(f"{path}: recto refuses it ({codes & SEEN}), the schema does not")
        count += 1
    assert not wrong and count > 60, "\n".join(wrong) or count
    print(f"forms: {count} manifests against the schema")


def sarif():
    """A log of every diagnostic's book against the schema of OASIS."""
    validator = jsonschema.Draft4Validator(json.loads(pathlib.Path(SARIF).read_text(encoding="utf-8")))
    count = 0
    for path in sorted(pathlib.Path("tests/diag").glob("*/book.yaml")):
        log = json.loads(output("check", "--message-format", "sarif", "-m", str(path)))
        for error in validator.iter_errors(log):
            sys.exit(f"forms: {path}: {error.json_path}: {error.message[:300]}")
        count += len(log["runs"][0]["results"])
        for result in log["runs"][0]["results"]:
            assert result["locations"], f"{path}: GitHub refuses a result without a place"
            for location in result["locations"]:
                uri = location["physicalLocation"]["artifactLocation"]["uri"]
                assert uri.startswith(str(path.parent)) and pathlib.Path(uri).is_file(), uri
    assert count > 80, count
    print(f"forms: {count} findings as SARIF")


def workflows():
    """GitHub's own schemas, and what zizmor knows of their safety."""
    tools = pathlib.Path(sys.executable).parent
    files = sorted(map(str, pathlib.Path(".github/workflows").glob("*.yml")))
    subprocess.run([tools / "check-jsonschema", "-q", "--builtin-schema", "vendor.github-workflows", *files], check=True)
    subprocess.run([tools / "check-jsonschema", "-q", "--builtin-schema", "vendor.github-actions", "action.yml"], check=True)
    subprocess.run([tools / "zizmor", "-q", "--offline", "--no-progress", "action.yml", *files], check=True)
    print("forms: workflows and action")


books()
sarif()
workflows()
