"""The same book gives the same bytes: with any number of threads, again, from another folder, in another locale and zone."""
import hashlib
import os
import shutil

from common import ROOT, run

ELSEWHERE = {'LC_ALL': 'tr_TR.UTF-8', 'LANG': 'tr_TR.UTF-8', 'TZ': 'Pacific/Kiritimati'}
PARTS = ('book.yaml', 'book', 'covers')


def judge(table, manifest, work):
    copy = work / 'elsewhere' / 'a book'
    copy.mkdir(parents=True)
    for part in PARTS:
        source = ROOT / part
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, copy / part)
    ways = {
        'one thread': (manifest, ['-j1'], None),
        'two threads': (manifest, ['-j2'], None),
        'eight threads': (manifest, ['-j8'], None),
        'again': (manifest, [], None),
        'another folder': (copy / 'book.yaml', [], None),
        'another locale': (manifest, [], ELSEWHERE),
    }
    first = {}

    def compare(way):
        manifest, options, env = ways[way]
        out = work / 'same' / way.replace(' ', '-')
        status, _, errors = run(os.environ['RECTO'], 'build', *options, '-m', manifest, '-o', out, '-q', cwd=manifest.parent, env=env)
        if status:
            return [f'status {status}: {errors.strip()[-300:]}'], ''
        sums = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.iterdir())}
        if not first:
            first.update(sums)
        return [f'{name} differs' for name in sorted(first.keys() | sums.keys()) if first.get(name) != sums.get(name)], f'{len(sums)} files'

    # One after the other: the first is what the others are held against.
    for way in ways:
        table.judge('same bytes', [(way, lambda way=way: compare(way))])
