"""The preview in a browser: what it shows, how it is moved through, what it takes from a save, and that it asks nobody else."""
import json
import os
import shutil
import subprocess

from common import HERE, ROOT, run

PARTS = ('book.yaml', 'book', 'covers')


def judge(table, work):
    table.judge('preview', [('sample', lambda: look(work / 'preview'))])


def look(work):
    # A copy, since a chapter is saved anew.
    book = work / 'book'
    book.mkdir(parents=True)
    for part in PARTS:
        source = ROOT / part
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, book / part)
    preview = subprocess.Popen([os.environ['RECTO'], 'serve', '--port', '0'], cwd=book, stdout=subprocess.PIPE, text=True)
    try:
        address = next(word for word in preview.stdout.readline().split() if word.startswith('http://'))
        status, output, errors = run('node', HERE / 'preview/look.mjs', os.environ['READER'], os.environ['PUPPETEER_EXECUTABLE_PATH'],
                                     work, address, book / 'book/a-word-made-to-order.md')
    finally:
        preview.kill()
        preview.wait()
    if status:
        return [f'status {status}: {errors.strip()[-300:]}'], ''
    found = json.loads(output)
    return found['faults'], f'a save is shown after {found["shown"]} ms'
