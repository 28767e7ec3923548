"""The words of the EPUB's paragraphs against the words that poppler extracts from each tagged PDF.

A multiset of words, letters only: digits differ by design (folios, note marks, contents). At a soft break a PDF has
U+00AD and a line end, which go; where a page ends there, the two halves stand apart and are put together by trial. A
turned line of code goes on behind the mark ⮡. Chinese and Japanese break anywhere, so there every character is a word,
also letters that fill a square.
"""
import re
import zipfile
import xml.etree.ElementTree as ET
from collections import Counter

from common import allowed, run
from pdfs import OPS, XHTML, label, omits

MATHML = '{http://www.w3.org/1998/Math/MathML}'
# Stands for a formula; letters that touch it are one word with it on paper.
FORMULA = '\ue000'

# Pages that a handout does not have.
APART = {'cover', 'titlepage', 'halftitlepage', 'copyright-page', 'dedication', 'epigraph', 'colophon', 'toc', 'imprint'}
# What is drawn for a reader of the EPUB alone.
SILENT = {'backlink', 'pagebreak'}
IDEOGRAPHS = '\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff\uff21-\uff3a\uff41-\uff5a\U00020000-\U0003ffff'
WORD = re.compile(rf'[{IDEOGRAPHS}]|[^\W\d_{IDEOGRAPHS}]+')
BLOCKS = {f'{XHTML}{name}' for name in ('p', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'td', 'th', 'figcaption', 'dt', 'dd')}


def judge(table, tagged, files, manifests):
    table.judge('words', [(label(n, p), lambda n=n, p=p: words(n, p, files[n])) for n, p in tagged])


def words(name, pdf, folder):
    if omits(folder):
        return [], 'not compared: editions leave chapters out'
    status, output, errors = run('pdftotext', '-raw', '-enc', 'UTF-8', pdf, '-')
    if status:
        return [f'status {status}: {errors.strip()[-200:]}'], ''
    epubs = sorted(folder.glob('*.epub'))
    want = Counter(word for text in paragraphs(epubs[0]) for word in split(text))
    joined = re.sub('\u00ad\\s+', '', output)
    # A line of code is turned at a space, which hangs and is not extracted, or within a word.
    have = Counter(split(joined)) + Counter(word for a, b in re.findall('(\\w+)\\s*\n⮡(\\w+)', joined) for word in split(a + b))
    missing = want - have
    spare = have - want
    # A word cut at a page's end: its first half joined to what stands between, its second half elsewhere.
    halves = Counter(re.findall(r'([^\W\d_]+)\u00ad', output))
    halves.update(re.findall(r'([^\W\d_]+)\s*\n(?=[^⮡]{0,200}\s⮡)', output))
    for word in list(missing.elements()):
        for first in +halves:
            rest = word.removeprefix(first)
            if rest == word or not rest:
                continue
            holds = lambda other: other.startswith(rest) or other.endswith(rest)
            other = rest if spare[rest] > 0 else next((other for other, count in spare.items() if count > 0 and holds(other)), None)
            if other:
                halves[first] -= 1
                spare[other] -= 1
                missing[word] -= 1
                break
    missing = +missing
    shown = ', '.join(f'{word} ×{count}' for word, count in missing.most_common(12))
    faults = [f'{missing.total()} of {want.total()} words are not in the PDF: {shown}'] if missing and not allowed(name, 'words', 'missing') else []
    return faults, f'{want.total()} words'


def split(text):
    """Runs of letters, caseless, since small capitals and upper case are a matter of style."""
    text = re.sub(rf'\w*{FORMULA}\w*', ' ', text)
    return WORD.findall(text.replace('\u00ad', '').casefold())


def paragraphs(epub):
    """The text of every innermost block of the chapters."""
    with zipfile.ZipFile(epub) as book:
        for name in book.namelist():
            if not name.endswith('.xhtml'):
                continue
            tree = ET.fromstring(book.read(name))
            types = {word for node in tree.iter() if node.tag in (f'{XHTML}body', f'{XHTML}section', f'{XHTML}nav')
                     for word in (node.get(f'{OPS}type') or '').split()}
            if types & APART:
                continue
            yield from blocks(tree)


def blocks(node):
    if node.tag in BLOCKS and not any(child.tag in BLOCKS for child in node.iter() if child is not node):
        yield ''.join(spoken(node))
    else:
        if node.tag in BLOCKS:
            yield node.text or ''
        for child in node:
            yield from blocks(child)


def spoken(node):
    """The text of an element without what only an EPUB shows."""
    if set((node.get(f'{OPS}type') or '').split()) & SILENT or node.get('role') == 'doc-backlink':
        return
    if node.tag == f'{MATHML}math':     # its letters stand above one another on paper
        yield FORMULA
        return
    if node.tag == f'{XHTML}img':       # it parts what stands around it
        yield ' '
    if node.get('class') == 'number':   # of a part or chapter: a handout has none
        return
    yield node.text or ''
    for child in node:
        yield from spoken(child)
        yield child.tail or ''
