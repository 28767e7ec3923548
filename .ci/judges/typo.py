"""Typographic quality of the Sherlock book's reading edition, by the team's own measure."""
import json
import os

from common import run
from pdfs import label

AT_MOST = {'loose': 0.005, 'widows': 0, 'orphans': 0, 'overfull': 0, 'ladders': 0, 'ragged': 0, 'space sd': 0.045}
MEAN = (0.22, 0.27)


def judge(table, tagged):
    measure = os.environ.get('TYPEQUALITY')
    files = [(n, p) for n, p in tagged if n == 'sherlock' and p.stem.endswith('-reading')]
    if not measure or not any(n == 'sherlock' for n, _ in tagged):
        print('  typequality: left out, since its measure or its text is not here')
        return
    table.judge('typequality', [(label(n, p), lambda p=p: quality(measure, p)) for n, p in files])


def quality(measure, path):
    status, output, errors = run(os.environ['PY'], measure, path, '--json')
    if status:
        return [f'status {status}: {errors.strip()[-300:]}'], ''
    figures = json.loads(output)
    faults = [f'{key} {figures[key]}, at most {limit}' for key, limit in AT_MOST.items() if figures[key] > limit]
    if not MEAN[0] <= figures['space mean'] <= MEAN[1]:
        faults.append(f'space mean {figures["space mean"]}, from {MEAN[0]} to {MEAN[1]}')
    shown = ('lines', 'space mean', 'space sd', 'loose', 'hyphens', 'widows', 'orphans', 'overfull', 'ladders', 'ragged')
    return faults, ', '.join(f'{key} {figures[key]}' for key in shown)
