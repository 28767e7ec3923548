"""Building books, and manifests around texts that have none. The texts are copied: a book holds all it is made of."""
import json
import os
import re
import shutil

from common import run

SIX_BY_NINE = '{ size: 11pt, leading: 14.3pt, margins: { inside: 0.875in, outside: 0.625in, top: 0.75in, bottom: 0.75in } }'
DEFAULT = ['ebook: { format: epub }', 'handout: { format: pdf }']
FULL = ['ebook: { format: epub, pages: reading }', f'reading: {{ format: pdf, trim: 6x9in, style: {SIX_BY_NINE} }}',
        'handout: { format: pdf }', 'paperback: { format: print, trim: 6x9in }']

NEIGHBOURS = {
    'empathy-in-everyday-life.md': '# Empathy in Everyday Life\n\nA neighbour asks how the week went, and waits for the answer.\n',
    'the-importance-of-empathy.md': '# The Importance of Empathy\n\nWhoever has been heard once knows what it is worth.\n',
}


def build(manifest, out):
    """Builds every edition of a book; a fault is any status but 0, or an edition of which there is no file."""
    out.mkdir(parents=True)
    if re.search(r'\bomit:', manifest.read_text('utf-8')):
        (out / 'omits').touch()     # for the judges that compare editions
    status, _, errors = run(os.environ['RECTO'], 'build', '-m', manifest, '-o', out, '--message-format', 'plain')
    if status:
        return [f'status {status}: ' + ' | '.join(errors.strip().splitlines()[-6:])], ''
    made = sorted(path.suffix for path in out.iterdir() if path.suffix in ('.epub', '.pdf'))
    faults = [f'no {kind} came out' for kind in ('.epub', '.pdf') if kind not in made]
    return faults, f'{len(made)} files'


def write(source, target, japanese):
    """Writes the books around the texts of `source`; gives name → manifest."""
    made = {}

    def book(name, title, language, chapters, editions, style=None):
        folder = target / name
        folder.mkdir(parents=True, exist_ok=True)
        lines = [f'title: {json.dumps(title)}', f'language: {language}', 'authors: [Test Author]', 'date: 2026-01-01',
                 f'identifier: urn:recto:test:{name}', 'front: [half-title, title-page, copyright, contents]',
                 'chapters:', *chapters, 'editions:', *(f'  {edition}' for edition in editions)]
        lines += [f'style: {style}'] if style else []
        (folder / 'book.yaml').write_text('\n'.join(lines) + '\n', 'utf-8')
        made[name] = folder / 'book.yaml'
        return folder

    article = source / 'empathy-in-mental-health.txt'
    if article.is_file():
        first, last = NEIGHBOURS
        folder = book('empathy', 'Empathy', 'en-US', [f'  - {first}', f'  - {article.name}', f'  - {last}'], DEFAULT)
        shutil.copy(article, folder)
        for name, text in NEIGHBOURS.items():
            (folder / name).write_text(text, 'utf-8')

    novel = source / 'sherlock'
    if novel.is_dir():
        order = (novel / 'order.txt').read_text('utf-8').split()
        folder = book('sherlock', 'The Adventures of Sherlock Holmes', 'en-GB', [f'  - {name}' for name in order], FULL)
        copy(novel, folder)

        # The whole novel as one chapter: its EPUB is divided, and links lead from file to file.
        whole = [re.sub(r'^# ', '## ', (novel / name).read_text('utf-8'), flags=re.M) for name in order]
        folder = book('sherlock-whole', 'The Adventures of Sherlock Holmes', 'en-GB', ['  - novel.md'], DEFAULT)
        last = '\n\n## The End {#end}\n\n[From the beginning](#beginning).[^last]\n\n[^last]: It was the last.\n'
        first = '# The Adventures\n\n## The Beginning {#beginning}\n\n[To the end](#end).[^first]\n\n[^first]: It is the first.\n\n'
        (folder / 'novel.md').write_text(first + '\n\n'.join(whole) + last, 'utf-8')

    manual = source / 'nomicon'
    if manual.is_dir():
        folder = book('nomicon', 'The Rustonomicon', 'en-US', summary(manual / 'src/SUMMARY.md'), DEFAULT)
        copy(manual / 'src', folder / 'src')

    pictures = source / 'progit-ru'
    if pictures.is_dir():
        folder = book('progit-ru', 'Pro Git', 'ru', ordered(pictures), DEFAULT)
        copy(pictures, folder)

    pictures = source / 'progit-ja'
    if pictures.is_dir() and japanese:
        folder = book('progit-ja', 'Pro Git', 'ja', ordered(pictures), DEFAULT, '{ text: Noto Serif JP }')
        copy(pictures, folder)
        (folder / 'fonts').mkdir()
        for weight in ('400Regular', '700Bold'):
            shutil.copy(next(japanese.rglob(f'*_{weight}.ttf')), folder / 'fonts')
    return made


def copy(source, target):
    """Copies a folder with no link and no read-only bit of the original."""
    shutil.copytree(source, target, dirs_exist_ok=True, copy_function=shutil.copyfile)


def ordered(folder):
    """The entries of a folder that has an order.txt."""
    return [f'  - {name}' for name in (folder / 'order.txt').read_text('utf-8').split()]


def summary(path):
    """The entries of an mdBook's SUMMARY.md; what it nests becomes sections."""
    entries = []
    for line in path.read_text('utf-8').splitlines():
        found = re.match(r'( *)([*-]?) ?\[.*\]\(([^)]+)\)\s*$', line)
        if found:
            entries.append((len(found[1]) // 2, 'src/' + found[3].removeprefix('./'), bool(found[2])))
    lines = []
    for i, (depth, name, numbered) in enumerate(entries):
        indent = '  ' + '    ' * depth
        parent = i + 1 < len(entries) and entries[i + 1][0] > depth
        lines.append(f'{indent}- source: {name}' if parent or not numbered else f'{indent}- {name}')
        if not numbered:
            lines.append(f'{indent}  number: false')
        if parent:
            lines.append(f'{indent}  sections:')
    return lines
