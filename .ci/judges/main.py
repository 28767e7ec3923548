"""Builds every book and hands the files to the judges. usage: main.py WORK [--texts DIR] [--japanese FONTS]"""
import argparse
import pathlib
import sys
import time

import books
import epubs
import pdfs
import preview
import same
import texts
import typo
from common import ROOT, Table


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('work', type=pathlib.Path)
    parser.add_argument('--texts', type=pathlib.Path)
    parser.add_argument('--japanese', type=pathlib.Path)
    args = parser.parse_args()
    manifests = {'sample': ROOT / 'book.yaml'}
    manifests.update((f'golden-{path.parent.name}', path) for path in sorted((ROOT / 'tests/golden').glob('*/book.yaml')))
    if args.texts:
        manifests.update(books.write(args.texts, args.work / 'books', args.japanese))

    begun = time.monotonic()
    table = Table()
    files = {name: args.work / 'out' / name for name in manifests}
    table.judge('recto build', [(name, lambda name=name: books.build(manifests[name], files[name])) for name in manifests])
    found = lambda pattern: [(name, path) for name in files for path in sorted(files[name].glob(pattern))]
    press = found('*-interior.pdf')
    tagged = [pair for pair in found('*.pdf') if pair not in press]

    epubs.judge(table, found('*.epub'), args.work)
    pdfs.judge(table, tagged, press, files)
    texts.judge(table, tagged, files, manifests)
    typo.judge(table, tagged)
    preview.judge(table, args.work)
    same.judge(table, manifests['sample'], args.work)
    status = table.finish()
    print(f'{time.monotonic() - begun:.0f} s')
    return status


sys.exit(main())
