"""EPUBCheck, DAISY Ace, and a reading system."""
import json
import os

from common import HERE, allowed, run


# A run of a few seconds ends before the best code for it would be made.
SHORT_RUN = ('-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto')


def judge(table, files, work):
    table.judge('EPUBCheck', [(name, lambda n=name, p=path: epubcheck(n, p, work)) for name, path in files])
    table.judge('Ace', [(name, lambda n=name, p=path: ace(n, p, work)) for name, path in files])
    table.judge('reading', [(name, lambda n=name, p=path: reading(n, p, work)) for name, path in files])


def epubcheck(name, path, work):
    """Any error or warning is a fault; the rest is counted."""
    report = work / f'epubcheck-{name}-{path.stem}.json'
    status, _, errors = run('java', *SHORT_RUN, '-Xss4m', '-jar', os.environ['EPUBCHECK'], '--failonwarnings', '--json', report, path)
    messages = json.loads(report.read_text('utf-8'))['messages']
    faults, counts = [], {}
    for message in messages:
        severity = message['severity']
        counts[severity] = counts.get(severity, 0) + 1
        if severity in ('FATAL', 'ERROR', 'WARNING') and not allowed(name, 'epubcheck', message['ID']):
            at = message['locations'][0] if message['locations'] else {}
            faults.append(f'{severity} {message["ID"]} {at.get("path", "")}:{at.get("line", "")} {message["message"]}')
    if status and not messages:
        faults.append(f'status {status}: {errors.strip()[-300:]}')
    return faults, ' '.join(f'{count} {severity.lower()}' for severity, count in sorted(counts.items()))


def ace(name, path, work):
    """Every violation that .ci/allowed.txt does not name is a fault."""
    out = work / f'ace-{name}-{path.stem}'
    report = out / 'report.json'
    # A browser that does not come up on a busy machine gets a second try.
    for _ in range(2):
        status, output, errors = run(os.environ['ACE'], '--silent', '--force', '--outdir', out, path)
        if report.is_file():
            break
    if not report.is_file():
        return [f'status {status}, no report: {(errors or output).strip()[-300:]}'], ''
    faults, passed = [], 0
    for document in json.loads(report.read_text('utf-8'))['assertions']:
        where = document.get('earl:testSubject', {}).get('url', '')
        for assertion in document.get('assertions', []):
            rule = assertion['earl:test']['dct:title']
            if assertion['earl:result']['earl:outcome'] == 'pass' or allowed(name, 'ace', rule):
                passed += 1
                continue
            said = ' '.join(assertion['earl:result'].get('dct:description', '').split())
            faults.append(f'{assertion["earl:test"].get("earl:impact", "")} {rule} in {where}: {said[:200]}')
    return faults, f'{passed} allowed' if passed else ''


def reading(name, path, work):
    """The book opened in epub.js in a headless browser; pictures of its first sections stand beside."""
    status, output, errors = run('node', HERE / 'reading/read.mjs', os.environ['READER'], os.environ['PUPPETEER_EXECUTABLE_PATH'],
                                 work / f'reading-{name}-{path.stem}', path)
    if status:
        return [f'status {status}: {errors.strip()[-300:]}'], ''
    found = json.loads(output)
    faults = [fault for fault in found if not allowed(name, 'reading', fault.split()[0])]
    return faults, f'{len(found) - len(faults)} allowed' if len(found) > len(faults) else ''
