#!/usr/bin/env python3
"""How well lines and pages are set, beside Typst and, where it is installed, LuaLaTeX with microtype: the same text, font, size
and measure, by the figures of typequality.py (which explains them).

usage: benches/setting.py [TEXT LANGUAGE]... [--page 6x9|a5|column]... [--recto PROGRAM] [--install] [--keep FOLDER]

TEXT is a folder of Markdown (order.txt, or by name) or HTML, of which the running text is taken (default ../shared/input/sherlock
en-GB). Needs target/release/recto, PyPI's typst 0.15 and pymupdf, and typequality.py at $TYPEQUALITY or in ../shared/tools.
A figure of Recto's that is worse than Typst's, or on 6 × 9 in than the goal, is marked with *; "dump" is the same measure taken
from `recto dump pages`, and + marks where it differs. The status is 1 where a figure is marked.
"""
import argparse
import importlib.util
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import types

from books import PAGES, ROOT, read, reading, typst, write, write_recto, write_typst

SHOWN = ('pages', 'lines', 'space mean', 'space sd', 'loose', 'very loose', 'tight', 'jumps', 'x-scale', 'hyphens', 'ladders', 'overfull', 'ragged',
         'widows', 'orphans', 'turn hyphens', 'uneven', 'short', 'off grid')
# For a novel on the page of 6 × 9 in (typography.md); and what is no worse than Typst's elsewhere.
GOAL = {'pages': 245, 'space sd': 0.022, 'loose': 0, 'jumps': 0.0005, 'hyphens': 0.020, 'ladders': 0, 'overfull': 0, 'ragged': 0, 'widows': 0,
        'orphans': 0, 'turn hyphens': 0, 'uneven': 0, 'short': 0, 'off grid': 0}
BETTER = ('space sd', 'loose', 'very loose', 'tight', 'jumps', 'hyphens', 'ladders', 'overfull', 'ragged', 'widows', 'orphans', 'turn hyphens',
          'uneven', 'short', 'off grid')
# How far (counts: by which share) the measure of a file may be from that of the dump: places in a PDF are rounded, and kerning is no part of a glyph's box.
ROUNDING = 0.0015
BABEL = {'en': 'british', 'de': 'ngerman', 'ru': 'russian', 'fr': 'french', 'es': 'spanish', 'pl': 'polish', 'cs': 'czech', 'it': 'italian'}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('texts', nargs='*')
    parser.add_argument('--page', action='append', choices=PAGES)
    parser.add_argument('--recto', type=pathlib.Path, default=ROOT / 'target/release/recto')
    parser.add_argument('--install', action='store_true')
    parser.add_argument('--keep', type=pathlib.Path)
    args = parser.parse_args()
    texts = args.texts or [ROOT.parent / 'shared/input/sherlock', 'en-GB']
    measure = load(pathlib.Path(os.environ.get('TYPEQUALITY', ROOT.parent / 'shared/tools/typequality.py')))
    missed = False
    for text, language in zip(texts[::2], texts[1::2], strict=True):
        chapters = read(pathlib.Path(text))
        for page in args.page or PAGES:
            name = f'{pathlib.Path(text).name}, {language}, {PAGES[page].name}'
            with tempfile.TemporaryDirectory() as folder:
                work = args.keep / name.replace(' ', '') if args.keep else pathlib.Path(folder)
                work.mkdir(parents=True, exist_ok=True)
                rows = set_all(chapters, language, PAGES[page], work, args, measure)
            missed |= show(name, rows, GOAL if page == '6x9' and language.startswith('en') else {})
    return missed


def load(path):
    if not path.is_file():
        sys.exit(f'no typequality.py at {path}')
    spec = importlib.util.spec_from_file_location('typequality', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def set_all(chapters, language, page, work, args, measure):
    """The figures of each engine that is here, and of Recto's own dump."""
    manifest = write_recto(chapters, work, language, reading(page), front='[]')
    recto = lambda *more: run([args.recto.resolve(), *more, '-m', manifest, '-q'], work)
    recto('build', '-o', work / 'out')
    rows = {'recto': measure.measure(work / 'out/a-novel-reading.pdf')[0], 'dump': of_dump(measure, json.loads(recto('dump', 'pages', '--json')))}
    write_typst(chapters, work / 'book.typ', language, page)
    if command := typst(work, args.install):
        run(command, work)
        rows['typst'] = measure.measure(work / 'typst.pdf')[0]
    if shutil.which('lualatex'):
        write_latex(chapters, work / 'latex.tex', language, page)
        for _ in range(2):
            run(['lualatex', '--interaction=batchmode', 'latex.tex'], work, fine=(0, 1))
        rows['lualatex'] = measure.measure(work / 'latex.pdf')[0]
    return rows


def run(command, folder, fine=(0,)):
    done = subprocess.run([str(part) for part in command], cwd=folder, capture_output=True)
    if done.returncode not in fine:
        sys.exit(f'{command[0]} failed: {(done.stderr or done.stdout).decode("utf-8", "replace")[-800:]}')
    return done.stdout.decode('utf-8')


def of_dump(measure, pages):
    """typequality's figures from the dump: its measure over rows of glyphs as a reader of the PDF would find them."""
    point = 65536
    rows = []
    for page in pages['pages']:
        lines = {}
        for run in (item['glyphs'] for item in page['frame']['items'] if 'glyphs' in item):
            text, scale = run['text'].encode('utf-8'), run['x_scale'] / 1000
            em = run['size'] / point * scale
            x, y = run['origin']['x'] / point, round(run['origin']['y'] / point, 1)
            for glyph in run['glyphs']:
                letters = text[glyph['cluster']['start']:glyph['cluster']['end']].decode('utf-8')
                after = x + glyph['advance'] / point * em
                # What stands between letters is no part of their boxes; a hyphen of ours is a hyphen to see.
                edge = after - (run['tracking'] / point * em if not letters.isspace() else 0)
                lines.setdefault(y, []).append((x, edge, letters.replace('\u00ad', '-')[-1:], run['size'] / point * scale ** 0.5))
                x = after
        merged = []
        for y in sorted(lines):
            if merged and y - merged[-1][0] < 0.6:
                merged[-1][1].extend(lines[y])
            else:
                merged.append((y, lines[y]))
        rows.append([(y, sorted(glyphs)) for y, glyphs in merged])
    kept = measure.pymupdf, measure.rows_of
    measure.pymupdf, measure.rows_of = types.SimpleNamespace(open=lambda rows: rows), lambda page: page
    try:
        return measure.measure(rows)[0]
    finally:
        measure.pymupdf, measure.rows_of = kept


def write_latex(chapters, path, language, page):
    """The book for LuaLaTeX with all that microtype has on, and no widows or orphans."""
    signs = {'\\': r'\textbackslash{}', '~': r'\textasciitilde{}', '^': r'\textasciicircum{}'}
    escape = lambda words: re.sub(r'[\\~^]|[#$%&_{}]', lambda sign: signs.get(sign[0], '\\' + sign[0]), words)
    code = lambda words: r'\texttt{' + escape(words) + '}'
    fonts = f'Path={ROOT}/fonts/'
    source = [rf'''\documentclass[twoside]{{book}}
\usepackage[paperwidth={page.width}mm,paperheight={page.height}mm,inner={page.inside}mm,outer={page.outside}mm,top={page.top}mm,bottom={page.bottom}mm]{{geometry}}
\usepackage{{fontspec}}\usepackage[{BABEL.get(language.split('-')[0], 'english')}]{{babel}}
\setmainfont{{EBGaramond}}[{fonts}EBGaramond/,Extension=.ttf,UprightFont=*-Regular,ItalicFont=*-Italic,BoldFont=*-Bold,BoldItalicFont=*-BoldItalic,Numbers=OldStyle]
\setmonofont{{JetBrainsMono}}[{fonts}JetBrainsMono/,Extension=.ttf,UprightFont=*-Regular,ItalicFont=*-Italic,BoldFont=*-Bold,Scale=0.84]
\usepackage{{microtype}}\frenchspacing\raggedbottom\pagestyle{{plain}}
\widowpenalty=10000 \clubpenalty=10000 \emergencystretch=1em
\begin{{document}}\fontsize{{{page.size}bp}}{{{page.leading}bp}}\selectfont\setlength\parindent{{1em}}''']
    for chapter in chapters:
        for level, pieces in chapter:
            words = write(pieces, escape, code, r'\emph{{{}}}', r'\textbf{{{}}}')
            heading = r'\chapter*' if level == 1 else r'\section*'
            source.append(f'{heading}{{{words}}}' if level else words)
    path.write_text('\n\n'.join([*source, r'\end{document}']) + '\n', 'utf-8')


def show(name, rows, goal):
    """Prints the table; gives whether a figure is missed."""
    ours, dump, peer = rows['recto'], rows['dump'], rows.get('typst')
    print(f'\n{name}\n{"":14}' + ''.join(f'{engine:>16}' for engine in rows) + (f'{"goal":>10}' if goal else ''))
    any_missed = False
    for key in SHOWN:
        worse = key in BETTER and peer and ours[key] > peer[key] or key in goal and ours[key] > goal[key]
        apart = any(abs(a - b) > ROUNDING * max(1, a) for a, b in zip(flat(ours[key]), flat(dump[key]), strict=True))
        marks = {'recto': '*' * bool(worse), 'dump': '+' * apart}
        shown = lambda figure: ' '.join(f'{part:.4g}' for part in flat(figure))
        print(f'{key:14}' + ''.join(f'{marks.get(engine, "") + shown(row[key]):>16}' for engine, row in rows.items())
              + (f'{shown(goal[key]):>10}' if key in goal else ''), flush=True)
        any_missed |= worse or apart
    return any_missed


def flat(figure):
    return figure if isinstance(figure, list) else [figure]


if __name__ == '__main__':
    sys.exit(main())
