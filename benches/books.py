"""One text for several engines: read from Markdown or HTML, written as each of them wants it, on the same page."""
import html.parser
import pathlib
import re
import subprocess
import sys
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parent.parent
TITLE, AUTHOR = 'A Novel', 'Test Author'


@dataclass(frozen=True)
class Page:
    """A page and its type; millimetres and points."""
    name: str
    width: float
    height: float
    inside: float
    outside: float
    top: float
    bottom: float
    size: float
    leading: float


# Typography.md's page; the narrower ones by which lines are judged, too.
SIX_BY_NINE = Page('6 × 9 in', 152.4, 228.6, 22.225, 15.875, 19.05, 19.05, 11, 14.3)
A5 = Page('A5', 148, 210, 20, 16, 18, 20, 11, 14)
COLUMN = Page('7 cm', 100, 190, 15, 15, 18, 20, 10, 13)
PAGES = {'6x9': SIX_BY_NINE, 'a5': A5, 'column': COLUMN}

MARK = re.compile(r'`+ ?(?P<code>.+?) ?`+|\*\*(?P<strong>.+?)\*\*|(?<![\w*])[*_](?P<emph>[^*_]+?)[*_](?![\w*])')
NO_PROSE = re.compile(r'\s{4,}|\t|\s*(?:[-+*]|\d+[.)])\s|[>|<]|!\[|\s*\[[^\]]+\]:|:::')


def read(text):
    """The running text of a folder, a chapter a list: headings and paragraphs as (level, pieces), a paragraph's level 0 and a
    piece (kind, words) with '' for plain ones. Lists, code, tables and pictures are left out: engines differ in them by design;
    headings of a third level, too, since some set them in the size of the text."""
    order = text / 'order.txt'
    files = [text / name for name in order.read_text('utf-8').split()] if order.is_file() else sorted(
        path for path in text.iterdir() if path.suffix in ('.md', '.html'))
    chapters = [read_html(path) if path.suffix == '.html' else read_markdown(path) for path in files]
    kept = []
    for chapter in chapters:
        top = min((level for level, _ in chapter if level), default=1) - 1
        kept.append([(max(level - top, 0), pieces) for level, pieces in chapter if level - top <= 2])
    return [chapter for chapter in kept if any(level == 0 for level, _ in chapter)]


def read_markdown(path):
    blocks, fenced = [], False
    for chunk in re.split(r'\n[ \t]*\n', path.read_text('utf-8').replace('\r', '')):
        fences = len(re.findall(r'^\s*(?:```|~~~)', chunk, re.M))
        inside, fenced = fenced, fenced ^ bool(fences % 2)
        heading = re.fullmatch(r'\s*(#{1,6}) +(.*?)[ #]*', chunk)
        if inside or fences or not chunk.strip() or not heading and NO_PROSE.match(chunk.lstrip('\n')):
            continue
        words = ' '.join((heading[2] if heading else chunk).split())
        words = re.sub(r'\\([^\w\s])', r'\1', re.sub(r'\[([^\]]*)\]\([^)]*\)', r'\1', words))
        blocks.append((len(heading[1]) if heading else 0, pieces_of(words)))
    return blocks


def pieces_of(words):
    pieces, at = [], 0
    for found in MARK.finditer(words):
        pieces += [('', words[at:found.start()]), (found.lastgroup, found[found.lastgroup])]
        at = found.end()
    return [piece for piece in pieces + [('', words[at:])] if piece[1]]


def read_html(path):
    reader = Html()
    reader.feed(path.read_text('utf-8'))
    return reader.blocks


class Html(html.parser.HTMLParser):
    """Headings, and the paragraphs that stand in no list, table or block of code."""
    APART = ('li', 'table', 'pre', 'dd', 'nav', 'head')
    KINDS = {'code': 'code', 'tt': 'code', 'em': 'emph', 'i': 'emph', 'strong': 'strong', 'b': 'strong'}

    def __init__(self):
        super().__init__()
        self.blocks, self.pieces, self.apart, self.kinds = [], None, 0, []

    def handle_starttag(self, tag, attrs):
        self.apart += tag in self.APART
        if re.fullmatch('p|h[1-6]', tag) and not self.apart:
            self.pieces = []
        elif tag in self.KINDS:
            self.kinds.append(self.KINDS[tag])

    def handle_endtag(self, tag):
        self.apart -= tag in self.APART
        if tag in self.KINDS and self.kinds:
            self.kinds.pop()
        elif re.fullmatch('p|h[1-6]', tag) and self.pieces is not None:
            level = int(tag[1]) if tag[0] == 'h' else 0
            if ''.join(words for _, words in self.pieces).strip():
                self.blocks.append((level, self.pieces))
            self.pieces = None

    def handle_data(self, data):
        if self.pieces is not None:
            self.pieces.append((self.kinds[-1] if self.kinds else '', re.sub(r'\s+', ' ', data)))


def write(pieces, escape, code, emph, strong):
    """A block's words in the syntax of an engine."""
    form = {'': escape, 'code': code, 'emph': lambda words: emph.format(escape(words)), 'strong': lambda words: strong.format(escape(words))}
    made = ''.join(form[kind](words) for kind, words in pieces).strip()
    return re.sub(r'^(\d+)([.)])', r'\1\\\2', made)


def write_recto(chapters, work, language, edition, name='book', front='[contents]'):
    """Writes a book of Recto with one edition; gives its manifest."""
    escape = lambda words: re.sub(r'([\\`*_\[\]<>#$~^=|{}&:!+-])', r'\\\1', words)
    code = lambda words: f'`` {words} ``' if '`' in words else f'`{words}`'
    names = []
    for number, chapter in enumerate(chapters, 1):
        names.append(f'{number:02}.md')
        lines = [('#' * level + ' ' if level else '') + write(pieces, escape, code, '*{}*', '**{}**') for level, pieces in chapter]
        (work / names[-1]).write_text('\n\n'.join(lines) + '\n', 'utf-8')
    manifest = work / f'{name}.yaml'
    manifest.write_text('\n'.join([
        f'title: {TITLE}', f'language: {language}', f'authors: [{AUTHOR}]', 'date: 2026-01-01', 'identifier: urn:recto:bench',
        f'front: {front}', 'chapters:', *(f'  - {name}' for name in names), 'editions:', f'  {edition}']) + '\n', 'utf-8')
    return manifest


def reading(page):
    """The edition that sets this page."""
    return (f'reading: {{ format: pdf, trim: {page.width}x{page.height}mm, style: {{ design: book, size: {page.size}pt, '
            f'leading: {page.leading}pt, margins: {{ inside: {page.inside}mm, outside: {page.outside}mm, top: {page.top}mm, bottom: {page.bottom}mm }} }} }}')


def write_typst(chapters, path, language, page):
    """The book for Typst: the same page, fonts, size and leading, justified and hyphenated."""
    escape = lambda words: re.sub(r'([\\#$@<>_`~=\[\]*/+-])', r'\\\1', words)
    # Without the semicolon a full stop or a bracket behind it would be read as code, too.
    code = lambda words: '#raw("' + words.replace('\\', '\\\\').replace('"', '\\"') + '");'
    lang, _, region = language.partition('-')
    source = [f'''#set document(title: "{TITLE}", author: "{AUTHOR}")
#set page(width: {page.width}mm, height: {page.height}mm, margin: (inside: {page.inside}mm, outside: {page.outside}mm, top: {page.top}mm, bottom: {page.bottom}mm), numbering: "1")
#set text(font: "EB Garamond", size: {page.size}pt, lang: "{lang}", {f'region: "{region}", ' if region else ''}hyphenate: true)
#set par(justify: true, leading: {page.leading}pt - 0.65em, spacing: {page.leading}pt - 0.65em, first-line-indent: 1em)
#show raw: set text(font: "JetBrains Mono", size: 1.05em)
#show heading.where(level: 1): it => {{ pagebreak(weak: true, to: "odd"); it }}
#outline(depth: 1)''']
    for chapter in chapters:
        source += [('=' * level + ' ' if level else '') + write(pieces, escape, code, '#emph[{}];', '#strong[{}];')
                   for level, pieces in chapter]
    path.write_text('\n\n'.join(source) + '\n', 'utf-8')


def typst(work, install):
    """The command that compiles `book.typ` with the fonts of the project, as a process of its own, as a user would run it."""
    python = provide('typst', 'typst==0.15.*', install)
    call = 'import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], ignore_system_fonts=True)'
    return python and [python, '-c', call, work / 'book.typ', work / 'typst.pdf', ROOT / 'fonts']


def provide(module, package, install):
    """A Python that has a module; none where it is not there and is not to be installed."""
    venv = ROOT / 'target/peers/python'
    for python in (pathlib.Path(sys.executable), venv / 'bin/python'):
        if python.exists() and subprocess.run([python, '-c', f'import {module}'], capture_output=True).returncode == 0:
            return python
    if install:
        if not venv.exists():
            subprocess.run([sys.executable, '-m', 'venv', venv], check=True)
        subprocess.run([venv / 'bin/python', '-m', 'pip', 'install', '--quiet', package], check=True)
        return venv / 'bin/python'
    return None
