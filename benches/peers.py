#!/usr/bin/env python3
"""Recto beside its peers, in one run on one machine: a novel to PDF beside Typst, and to EPUB beside crowbook.

usage: benches/peers.py [TEXT] [--runs N] [--install] [--only pdf|epub]

TEXT is a folder of Markdown with an order.txt (default ../shared/input/sherlock). Needs target/release/recto, PyPI's
typst 0.15 and, in the path or in target/peers/bin, crowbook; --install fetches what is missing. Prints the median of N
runs (default 5, after one that is thrown away) and the ratios; the status is 1 where a goal is missed.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from books import AUTHOR, ROOT, SIX_BY_NINE, TITLE, read, reading, typst, write_recto, write_typst

GOALS = {'pdf': ('a fifth of Typst\'s time', 1 / 5), 'epub': ('twice crowbook\'s time', 2)}
MOST_MEGABYTES = 100


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('text', nargs='?', type=pathlib.Path, default=ROOT.parent / 'shared/input/sherlock')
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--install', action='store_true')
    parser.add_argument('--only', choices=GOALS)
    args = parser.parse_args()
    recto = ROOT / 'target/release/recto'
    if not (args.text / 'order.txt').is_file():
        sys.exit(f'no order.txt in {args.text}')
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        names = prepare(args.text, work)
        build = lambda edition: [recto, 'build', edition, '-m', work / f'{edition}.yaml', '-o', work / 'out', '-q']
        sides = {
            'pdf': ('Typst', typst(work, args.install), work / 'typst.pdf', build('reading'), work / 'out/a-novel-reading.pdf'),
            'epub': ('crowbook', crowbook(work, names, args.install), work / 'crowbook.epub', build('ebook'), work / 'out/a-novel-ebook.epub'),
        }
        missed = [compare(kind, *side, recto.is_file(), args.runs) for kind, side in sides.items() if args.only in (None, kind)]
    return any(missed)


def prepare(text, work):
    """Writes the book in the three forms; gives its chapters' names."""
    chapters = read(text)
    # Each edition has a manifest of its own, since an EPUB beside a paged edition has that one laid out too, for its page-list.
    for name, edition in (('ebook', 'ebook: { format: epub }'), ('reading', reading(SIX_BY_NINE))):
        write_recto(chapters, work, 'en-GB', edition, name)
    write_typst(chapters, work / 'book.typ', 'en-GB', SIX_BY_NINE)
    return sorted(path.name for path in work.glob('*.md'))


def crowbook(work, names, install):
    own = ROOT / 'target/peers'
    program = shutil.which('crowbook') or (own / 'bin/crowbook' if (own / 'bin/crowbook').exists() else None)
    if not program and install:
        subprocess.run(['cargo', 'install', 'crowbook', '--locked', '--root', own], check=True)
        program = own / 'bin/crowbook'
    lines = [f'author: {AUTHOR}', f'title: {TITLE}', 'lang: en', f'output.epub: {work / "crowbook.epub"}', *(f'+ {name}' for name in names)]
    (work / 'novel.book').write_text('\n'.join(lines) + '\n', 'utf-8')
    return program and [program, '--quiet', '--no-fancy', '--to', 'epub', '--output', work / 'crowbook.epub', work / 'novel.book']


def compare(kind, peer, command, theirs_at, own, own_at, there, runs):
    """Prints both sides and the ratio; gives whether a goal is missed."""
    theirs = show(kind, peer, command, theirs_at, runs) if command else print(f'{kind}: {peer} is not here; --install fetches it')
    ours = show(kind, 'recto', own, own_at, runs) if there else print(f'{kind}: no target/release/recto; run cargo build --release')
    if not theirs or not ours:
        return True
    words, most = GOALS[kind]
    ratio = ours[0] / theirs[0]
    missed = ratio > most or kind == 'pdf' and ours[2] > MOST_MEGABYTES
    print(f'{kind}: recto takes {ratio:.2f} of {peer}\'s time on the clock, {ours[1] / theirs[1]:.2f} of its CPU; '
          f'goal: at most {words}' + (f', under {MOST_MEGABYTES} MB' if kind == 'pdf' else '') + (' MISSED' if missed else ' held'))
    return missed


def show(kind, name, command, output, runs):
    figures = [once(command, output) for _ in range(runs + 1)][1:]
    wall, cpu, memory = (statistics.median(column) for column in zip(*figures))
    print(f'{kind}: {name:9} {wall:6.2f} s on the clock, {cpu:6.2f} s CPU, {memory:5.0f} MB', flush=True)
    return wall, cpu, memory


def once(command, output):
    """Runs a command; gives seconds on the clock, seconds of CPU, and the most memory in MB (never below the some 18 MB
    of this script, which a child starts from). A command that wrote nothing was not fast: that ends the comparison."""
    output.unlink(missing_ok=True)
    begun = time.monotonic()
    child = subprocess.Popen([str(part) for part in command], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = child.stderr.read()
    _, status, use = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f'{command[0]} failed: {errors.decode("utf-8", "replace")[-800:]}')
    took = time.monotonic() - begun
    if not output.is_file() or not output.stat().st_size:
        sys.exit(f'{command[0]} ended well and wrote no {output.name}')
    return took, use.ru_utime + use.ru_stime, use.ru_maxrss / 1024


if __name__ == '__main__':
    sys.exit(main())
