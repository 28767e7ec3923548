#!/usr/bin/env python3
"""Drives many small books: all in one run, and one by one under Ninja, which must build nothing a second time and only what
changed a third; and Make reads the same files. Needs ninja (PyPI) beside this python, and make.

usage: .ci/judges/scale.py RECTO FOLDER [COUNT]
"""
import os
import pathlib
import shutil
import subprocess
import sys
import time

RECTO, FOLDER, COUNT = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 200
RULES = """rule ebook
  command = {recto} build ebook -q -j 1 --message-format plain -m $in --depfile $out.d
  depfile = $out.d
  deps = gcc

"""


def write(at):
    """A book of three articles, one of which includes a file."""
    folder = FOLDER / "books" / f"b{at:03}"
    folder.mkdir(parents=True)
    paragraph = f"Book {at} tells of rope, and says so in more words than it needs. " * 12
    for name in ("one", "two"):
        (folder / f"{name}.md").write_text(f"# {name.title()}\n\n" + f"{paragraph}\n\n" * 4)
    (folder / "three.md").write_text("# Three\n\n```\n{{#include knot.txt}}\n```\n")
    (folder / "knot.txt").write_text("over, under, through\n")
    (folder / "book.yaml").write_text(
        f"title: B{at:03}\nlanguage: en\nauthors: [Ada Example]\nidentifier: urn:recto:scale:{at}\ndate: 2026-01-01\n"
        "chapters: [one.md, two.md, three.md]\n")


def run(*command):
    """Its standard output; the end where it fails."""
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"scale: {' '.join(map(str, command))}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def timed(name, *command):
    """The same, with its time told."""
    begun = time.monotonic()
    out = run(*command)
    print(f"scale: {name}: {time.monotonic() - begun:.1f} s")
    return out


def built():
    """What stands in the books' dist folders, with its bytes."""
    return {str(path): path.read_bytes() for path in sorted(FOLDER.glob("books/*/dist/*.epub"))}


def main():
    shutil.rmtree(FOLDER, ignore_errors=True)
    for at in range(COUNT):
        write(at)
    # One run.
    timed(f"{COUNT} books, two editions each, one run", RECTO, "build", "-q", "-m", "books/*/book.yaml", "--message-format", "plain")
    at_once = built()
    assert len(at_once) == COUNT and len(list(FOLDER.glob("books/*/dist/*.pdf"))) == COUNT
    for dist in FOLDER.glob("books/*/dist"):
        shutil.rmtree(dist)

    # Ninja.
    ninja = pathlib.Path(sys.executable).with_name("ninja")
    targets = [f"books/b{at:03}/dist/b{at:03}-ebook.epub" for at in range(COUNT)]
    rules = [f"build {target}: ebook {pathlib.Path(target).parent.parent}/book.yaml\n" for target in targets]
    (FOLDER / "build.ninja").write_text(RULES.format(recto=RECTO) + "".join(rules))
    timed(f"{COUNT} books by Ninja", ninja)
    assert built() == at_once, "one by one and all at once differ"
    assert "no work to do" in run(ninja), "Ninja builds again what did not change"
    for name, number in (("knot.txt", 7), ("two.md", 11)):
        with open(FOLDER / "books" / f"b{number:03}" / name, "a", encoding="utf-8") as file:
            file.write("and once more\n")
        plan = run(ninja, "-n", "-v")
        assert plan.count(" build ebook ") == 1 and f"b{number:03}/book.yaml" in plan, plan
        run(ninja)
    changed = {path for path, bytes_ in built().items() if bytes_ != at_once[path]}
    assert len(changed) == 2, changed

    # Make reads the same; Ninja took the files in and away, so one is made anew.
    target = targets[3]
    run(RECTO, "build", "ebook", "-q", "-m", "books/b003/book.yaml", "--depfile", target + ".d")
    (FOLDER / "Makefile").write_text(f"{target}:\n\t@echo again\n-include {target}.d\n")
    assert "up to date" in run("make", target)
    later = time.time() + 5
    os.utime(FOLDER / "books/b003/knot.txt", (later, later))
    assert run("make", target) == "again\n"
    print("scale: good")


main()
