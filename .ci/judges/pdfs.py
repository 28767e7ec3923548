"""qpdf, pdfua and poppler: is the file sound, is it tagged as it claims, does it embed its fonts, does its text extract."""
import json
import os
import re
import zipfile
import xml.etree.ElementTree as ET

from common import allowed, run

XHTML = '{http://www.w3.org/1999/xhtml}'
OPS = '{http://www.idpf.org/2007/ops}'


def judge(table, tagged, press, files):
    every = tagged + press
    table.judge('qpdf', [(label(n, p), lambda p=p: qpdf(p)) for n, p in every])
    table.judge('pdffonts', [(label(n, p), lambda p=p: fonts(p)) for n, p in every])
    table.judge('pdfinfo', [(label(n, p), lambda n=n, p=p: info(n, p, tagged=p in [q for _, q in tagged])) for n, p in every])
    table.judge('pdfua', [(label(n, p), lambda n=n, p=p: pdfua(n, p)) for n, p in tagged])
    table.judge('structure', [(label(n, p), lambda n=n, p=p: structure(n, p, files[n])) for n, p in tagged])


def label(name, path):
    """A book and its edition: file names say both the slug and the edition."""
    return f'{name}/{path.stem}'


def qpdf(path):
    status, output, errors = run('qpdf', '--check', path)
    return ([f'status {status}: {(errors or output).strip()[-300:]}'] if status else []), ''


def fonts(path):
    """Every font is embedded."""
    status, output, errors = run('pdffonts', path)
    rows = [re.search(r'^(.*?)\s.*\s(yes|no)\s+(yes|no)\s+(yes|no)\s+\d+\s+\d+\s*$', line) for line in output.splitlines()[2:]]
    faults = [f'status {status}: {errors.strip()[-200:]}'] if status else []
    if not rows or None in rows:
        faults.append('no fonts, or a list that cannot be read')
    faults += [f'{row[1]} is not embedded' for row in rows if row and row[2] == 'no']
    return faults, ''


def info(name, path, tagged):
    """A title, pages, and tags where tags are promised."""
    status, output, errors = run('pdfinfo', path)
    facts = dict(line.split(':', 1) for line in output.splitlines() if ':' in line)
    faults = [f'status {status}: {errors.strip()[-200:]}'] if status else []
    if not facts.get('Title', '').strip():
        faults.append('no title')
    if tagged and facts.get('Tagged', '').strip() != 'yes':
        faults.append('not tagged')
    return faults, f'{facts.get("Pages", "?").strip()} pages'


def pdfua(name, path):
    """A file that claims PDF/UA has no finding; a book that makes no claim says so in .ci/allowed.txt."""
    _, meta, _ = run('pdfinfo', '-meta', path)
    claims = 'pdfuaid' in meta
    if not claims:
        return ([] if allowed(name, 'pdfua', 'no-claim') else ['does not claim PDF/UA-1']), 'makes no claim'
    status, output, errors = run(os.environ['PY'], '-m', 'pdfua', 'check', '--format', 'json', '--certain-only', path)
    if status in (4, 5):
        return [f'status {status}: {(errors or output).strip()[-300:]}'], ''
    report = json.loads(output)
    lines = [f'{finding["rule_id"]} {finding.get("message", "")}' for finding in report['findings']]
    skipped = ' '.join(rule['rule_id'] for rule in report['skipped'])
    return [line for line in lines if not allowed(name, 'pdfua', line.split()[0])], skipped and f'could not run its {skipped}'


def structure(name, path, folder):
    """The structure tree has text, and the titles of all that the EPUB's contents name and this edition sets."""
    status, output, errors = run('pdfinfo', '-struct-text', path)
    text = letters(output)
    faults = [f'status {status}: {errors.strip()[-200:]}'] if status else []
    if not text:
        return faults + ['no text in the structure tree'], ''
    titles = [title for epub in sorted(folder.glob('*.epub'))[:1] for title in contents(epub)]
    missing = [title for title in titles if letters(title) not in text]
    # An edition may leave chapters out; then most titles are there still, and texts.py says what is compared.
    if len(missing) == len(titles) or missing and not omits(folder):
        faults += [f'the structure tree lacks the title “{title}”' for title in missing if not allowed(name, 'structure', 'title')]
    return faults, f'{len(titles)} titles'


def omits(folder):
    """Whether the book leaves chapters out of an edition (books.py marks its folder)."""
    return (folder / 'omits').exists()


def contents(epub):
    """The titles of an EPUB's contents, in order, without the authors behind them."""
    title = lambda a: (a.text or '') + ''.join(
        (''.join(part.itertext()) if part.get('class') != 'by' else '') + (part.tail or '') for part in a)
    with zipfile.ZipFile(epub) as book:
        for name in book.namelist():
            if not name.endswith('.xhtml'):
                continue
            tree = ET.fromstring(book.read(name))
            for nav in tree.iter(f'{XHTML}nav'):
                if nav.get(f'{OPS}type') == 'toc':
                    # A part's numeral is of letters, and a handout has none.
                    return [re.sub(r'^[IVXLC]+ ', '', title(a)) for a in nav.iter(f'{XHTML}a')]
    raise ValueError('the EPUB has no contents')


def letters(text):
    """The letters of a text alone: line ends, hyphens and numbers drop out."""
    return re.sub(r'[\W\d_]+', '', text).casefold()
