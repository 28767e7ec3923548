"""What every judge shares: running a program, and the table of what ran."""
import fnmatch
import os
import pathlib
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def run(*command, cwd=None, env=None, timeout=900):
    """Runs a program to its end; gives its status, output and error text."""
    full = dict(os.environ, **env) if env else None
    p = subprocess.run([str(c) for c in command], cwd=cwd, env=full, timeout=timeout,
                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return p.returncode, p.stdout.decode('utf-8', 'replace'), p.stderr.decode('utf-8', 'replace')


def allowed(book, judge, rule):
    """Whether .ci/allowed.txt says that this book is meant to break this rule."""
    for line in (HERE.parent / 'allowed.txt').read_text('utf-8').splitlines():
        words = line.split('#')[0].split()
        if len(words) == 3 and all(fnmatch.fnmatchcase(a, b) for a, b in zip((book, judge, rule), words)):
            return True
    return False


class Table:
    """What ran, how often, and what it found."""

    def __init__(self):
        self.rows = {}
        self.faults = []

    def judge(self, name, tasks):
        """Runs tasks, each a (label, function), on all cores; a function gives a list of faults and a short remark."""
        begun = time.monotonic()
        row = self.rows.setdefault(name, {'runs': 0, 'faults': 0, 'remarks': []})
        if not tasks:
            self.faults.append(f'{name}: had nothing to judge')
            row['faults'] += 1
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for (label, _), (faults, remark) in zip(tasks, pool.map(lambda task: guarded(*task), tasks)):
                row['runs'] += 1
                row['faults'] += len(faults)
                self.faults += [f'{name}: {label}: {fault}' for fault in faults]
                if remark:
                    row['remarks'].append(f'{label} {remark}')
        print(f'  {name}: {row["runs"]} runs, {row["faults"]} faults, {time.monotonic() - begun:.0f} s', flush=True)

    def finish(self):
        """Prints the table; gives the exit status."""
        print('\njudge                runs  faults  remarks')
        for name, row in self.rows.items():
            remarks = row['remarks'] or ['']
            print(f'{name:20} {row["runs"]:4}  {row["faults"]:6}  {remarks[0]}')
            for remark in remarks[1:]:
                print(f'{"":34}{remark}')
        if self.faults:
            print(f'\n{len(self.faults)} faults:')
            for fault in self.faults:
                print(f'  {fault}')
            return 1
        print('\nno faults')
        return 0


def guarded(label, task):
    """A judge that could not run is a fault, never a pass."""
    try:
        return task()
    except Exception as error:
        return [f'the judge could not run: {type(error).__name__}: {error}'], ''
