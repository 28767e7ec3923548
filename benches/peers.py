#!/usr/bin/env python3
"""Recto beside its peers, in one run on one machine: a novel to PDF beside Typst, and to EPUB beside crowbook and pandoc; and the
size of that EPUB beside what zopfli makes of the same files.

usage: benches/peers.py [TEXT] [--runs N] [--install] [--only pdf|epub]

TEXT is a folder of Markdown with an order.txt (default ../shared/input/sherlock). Needs target/release/recto, PyPI's
typst 0.15, pypandoc_binary and zopfli and, in the path or in target/peers/bin, crowbook; --install fetches what is missing. Prints the median of N
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
import zipfile

from books import AUTHOR, ROOT, SIX_BY_NINE, TITLE, provide, read, reading, typst, write_recto, write_typst

GOALS = {
    'Typst': ('a fifth of Typst\'s time', 1 / 5),
    'crowbook': ('crowbook\'s time', 1),
    'pandoc': ('a twentieth of pandoc\'s time', 1 / 20),
}
MOST_MEGABYTES = 100
LARGER = 1.03


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('text', nargs='?', type=pathlib.Path, default=ROOT.parent / 'shared/input/sherlock')
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--install', action='store_true')
    parser.add_argument('--only', choices=('pdf', 'epub'))
    args = parser.parse_args()
    recto = ROOT / 'target/release/recto'
    if not (args.text / 'order.txt').is_file():
        sys.exit(f'no order.txt in {args.text}')
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        names = prepare(args.text, work)
        build = lambda edition: [recto, 'build', edition, '-m', work / f'{edition}.yaml', '-o', work / 'out', '-q']
        epub = work / 'out/a-novel-ebook.epub'
        sides = [
            ('pdf', 'Typst', typst(work, args.install), work / 'typst.pdf', build('reading'), work / 'out/a-novel-reading.pdf'),
            ('epub', 'crowbook', crowbook(work, names, args.install), work / 'crowbook.epub', build('ebook'), epub),
            ('epub', 'pandoc', pandoc(work, names, args.install), work / 'pandoc.epub', build('ebook'), epub),
        ]
        missed = [compare(*side, recto.is_file(), args.runs) for side in sides if args.only in (None, side[0])]
        if epub.is_file():
            missed.append(weigh(epub, args.install))
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


def pandoc(work, names, install):
    """The command that makes an EPUB with contents, as pandoc's manual does."""
    python = provide('pypandoc', 'pypandoc_binary', install)
    if not python:
        return None
    program = subprocess.run([python, '-c', 'import pypandoc; print(pypandoc.get_pandoc_path())'], capture_output=True, text=True, check=True)
    (work / 'metadata.yaml').write_text(f'title: {TITLE}\nauthor: {AUTHOR}\nlang: en-GB\n', 'utf-8')
    return [program.stdout.strip(), '--toc', '--metadata-file', work / 'metadata.yaml', '-o', work / 'pandoc.epub', *(work / name for name in names)]


def weigh(epub, install):
    """Prints how much larger an EPUB is than zopfli makes it of the same files; gives whether that is too much."""
    python = provide('zopfli', 'zopfli', install)
    if not python:
        print('size: zopfli is not here; --install fetches it')
        return True
    with zipfile.ZipFile(epub) as archive:
        files = [archive.read(entry) for entry in archive.infolist()]
        around = epub.stat().st_size - sum(entry.compress_size for entry in archive.infolist())
    call = 'import sys, zopfli.zlib; sys.stdout.write(str(len(zopfli.zlib.compress(sys.stdin.buffer.read())) - 6))'
    pressed = lambda data: int(subprocess.run([python, '-c', call], input=data, capture_output=True, check=True).stdout)
    least = around + sum(min(len(data), pressed(data)) for data in files)
    ratio = epub.stat().st_size / least
    missed = ratio > LARGER
    print(f'size: the EPUB has {epub.stat().st_size:,} bytes, {ratio:.3f} of what zopfli makes of its files; '
          f'goal: at most {LARGER}' + (' MISSED' if missed else ' held'))
    return missed


def compare(kind, peer, command, theirs_at, own, own_at, there, runs):
    """Prints both sides and the ratio; gives whether a goal is missed."""
    if not command or not there:
        print(f'{kind}: ' + (f'{peer} is not here; --install fetches it' if there else 'no target/release/recto; run cargo build --release'))
        return True
    # In turn, so that whatever else the machine does meets both.
    figures = [(once(command, theirs_at), once(own, own_at)) for _ in range(runs + 1)][1:]
    theirs, ours = (show(kind, name, side) for name, side in zip((peer, 'recto'), zip(*figures)))
    words, most = GOALS[peer]
    ratio = ours[0] / theirs[0]
    missed = ratio > most or kind == 'pdf' and ours[2] > MOST_MEGABYTES
    print(f'{kind}: recto takes {ratio:.2f} of {peer}\'s time on the clock, {ours[1] / theirs[1]:.2f} of its CPU; '
          f'goal: at most {words}' + (f', under {MOST_MEGABYTES} MB' if kind == 'pdf' else '') + (' MISSED' if missed else ' held'))
    return missed


def show(kind, name, figures):
    """Prints the medians of one side's runs, and gives them."""
    wall, cpu, memory = (statistics.median(column) for column in zip(*figures))
    print(f'{kind}: {name:9} {wall:7.3f} s on the clock, {cpu:7.3f} s CPU, {memory:5.0f} MB', flush=True)
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
