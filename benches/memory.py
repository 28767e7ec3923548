#!/usr/bin/env python3
"""How much memory an EPUB takes, beside its floor: twice the largest single file of the book and 30 MB for the program.

usage: benches/memory.py [TEXT] [--pictures N] [--install]

A novel without pictures (TEXT, a folder of Markdown with an order.txt; default ../shared/input/sherlock, left out where it is not
there), and made-up books of a quarter of N and of N photos (default 60) of twelve megapixels: what a book takes must not grow with
how many it has. Needs target/release/recto and PyPI's pillow, which --install fetches. Prints the most memory of five runs; the status
is 1 where the floor is exceeded.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile
import zipfile

from books import ROOT, provide, read, write_recto
from peers import once

PROGRAM = 30_000_000
RUNS = 5
# Noise that is scaled up is as hard to press as a photo; each file is another part of it.
PHOTOS = '''
import random, sys
from PIL import Image
folder, count = sys.argv[1], int(sys.argv[2])
noise = Image.frombytes('RGB', (1700, 1300), random.Random(1).randbytes(1700 * 1300 * 3)).resize((4400, 3400), Image.BICUBIC)
for at in range(count):
    noise.crop((at * 5, at * 5, at * 5 + 4000, at * 5 + 3000)).save(f'{folder}/{at:03}.jpg', quality=78, progressive=at % 2 == 0)
'''


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('text', nargs='?', type=pathlib.Path, default=ROOT.parent / 'shared/input/sherlock')
    parser.add_argument('--pictures', type=int, default=60)
    parser.add_argument('--install', action='store_true')
    args = parser.parse_args()
    if not (ROOT / 'target/release/recto').is_file():
        sys.exit('no target/release/recto; run cargo build --release')
    python = provide('PIL', 'pillow', args.install)
    if not python:
        sys.exit('pillow is not here; --install fetches it')
    exceeded = []
    if (args.text / 'order.txt').is_file():
        exceeded.append(weigh('the novel', read(args.text), None))
    for count in (args.pictures // 4, args.pictures):
        chapters = [[(1, [('', f'Photo {at}')]), (0, [('', 'What it shows.')])] for at in range(count)]
        exceeded.append(weigh(f'{count} photos', chapters, python))
    return any(exceeded)


def weigh(name, chapters, painter):
    """Prints what a book takes, to each chapter of which a Python may add a photo; gives whether that is too much."""
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        write_recto(chapters, work, 'en-GB', 'ebook: { format: epub }', 'ebook')
        if painter:
            subprocess.run([painter, '-c', PHOTOS, work, str(len(chapters))], check=True)
            for at, chapter in enumerate(sorted(work.glob('*.md'))):
                chapter.write_text(chapter.read_text('utf-8') + f'\n![Noise {at}]({at:03}.jpg)\n', 'utf-8')
        epub = work / 'out/a-novel-ebook.epub'
        command = [ROOT / 'target/release/recto', 'build', 'ebook', '-m', work / 'ebook.yaml', '-o', work / 'out', '-q']
        took, _, most = max((once(command, epub) for _ in range(RUNS)), key=lambda figures: figures[2])
        with zipfile.ZipFile(epub) as archive:
            largest = max(entry.file_size for entry in archive.infolist())
        largest = max([largest, *(path.stat().st_size for path in work.iterdir() if path.is_file())])
        floor, most = 2 * largest + PROGRAM, most * 1024 * 1024
        exceeded = most > floor
        print(f'{name}: {most / 1e6:.1f} MB, {most / floor:.2f} of its floor of {floor / 1e6:.1f} MB; the EPUB has '
              f'{epub.stat().st_size / 1e6:.1f} MB; {took:.2f} s' + (' EXCEEDED' if exceeded else ' held'), flush=True)
        return exceeded


if __name__ == '__main__':
    sys.exit(main())
