#!/usr/bin/env python3
"""Draws the README's pictures of the designs: a spread of each, from PDFs that `recto build` has just made of the sample
book and of this folder's manual. Run it at the top of the repository; it needs pymupdf and pillow (PyPI) and a built `recto`.

usage: docs/pictures/draw.py [RECTO]
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

import pymupdf
from PIL import Image

RECTO = str(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "target/release/recto").resolve())
MANUAL = """\
title: Recto, the Manual
language: en
authors: [The Makers of Recto]
identifier: urn:recto:manual
date: 2026-01-01
front: []
chapters: [articles.md, book-yaml.md]
editions:
  manual: { format: pdf, trim: 7x9.25in, style: { design: manual } }
"""
# The design, the edition that has it, and the left page.
DESIGNS = [("book", "paperback", 12), ("handout", "handout", 3), ("manual", "manual", 8)]


def built(folder: pathlib.Path, edition: str) -> pymupdf.Document:
    subprocess.run([RECTO, "build", edition], cwd=folder, check=True, capture_output=True)
    return pymupdf.open(next(folder.glob(f"dist/*-{edition}*.pdf")))


def spread(pdf: pymupdf.Document, left: int) -> Image.Image:
    pages = []
    for page in pdf.pages(left - 1, left + 1):
        drawn = page.get_pixmap(dpi=72)
        pages.append(Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples))
    width, height = pages[0].size
    sheet = Image.new("RGB", (2 * width + 25, height + 24), "#8a8a8a")
    sheet.paste(pages[0], (12, 12))
    sheet.paste(pages[1], (13 + width, 12))
    return sheet


with tempfile.TemporaryDirectory() as name:
    top = pathlib.Path(name)
    for part in ["book", "covers", "book.yaml"]:
        copy = shutil.copytree if pathlib.Path(part).is_dir() else shutil.copy
        copy(part, top / part)
    manual = top / "manual"
    manual.mkdir()
    for article in ["articles.md", "book-yaml.md"]:
        shutil.copy(f"docs/manual/{article}", manual)
    (manual / "book.yaml").write_text(MANUAL)
    for design, edition, left in DESIGNS:
        pdf = built(manual if design == "manual" else top, edition)
        spread(pdf, left).quantize(32).save(f"docs/pictures/{design}.png", optimize=True)
