// In the browser: opens a book in epub.js and looks at it as a reader does. A fault begins with a word for what it is.
'use strict';
let book, rendition;
const parsed = new Map();

async function open(url) {
  book = ePub(await (await fetch(url)).arrayBuffer());
  await Promise.all([book.ready, book.loaded.navigation]);
  rendition = book.renderTo('area', { width: '100%', height: '100%', flow: 'scrolled-doc' });
  return { sections: book.spine.spineItems.map(section => section.href), faults: [...await links(), ...await contents(), ...await pages()] };
}

/** A section's document, without showing it. */
async function read(href) {
  if (!parsed.has(href)) {
    const section = book.spine.get(href);
    parsed.set(href, section && (await section.load(book.load.bind(book))).ownerDocument);
  }
  return parsed.get(href);
}

/** Where a link leads, or what is wrong with it. */
async function target(from, href) {
  const url = new URL(href, `https://book.invalid/${from}`);
  if (url.origin !== 'https://book.invalid') return {};
  const file = decodeURI(url.pathname.slice(1));
  const document = await read(file);
  if (!document) return { fault: `link ${from}: '${href}' leads to no section` };
  const id = decodeURIComponent(url.hash.slice(1));
  const element = id ? document.getElementById(id) : document.body;
  return element ? { element, file } : { fault: `link ${from}: '${href}' leads to a place that is not there` };
}

const meaning = (element, word) =>
  (element.getAttributeNS('http://www.idpf.org/2007/ops', 'type') || '').split(/\s+/).includes(word);

/** Every link of the text; every note's mark leads to a note, which leads back. */
async function links() {
  const faults = [];
  for (const { href } of book.spine.spineItems) {
    const document = await read(href);
    for (const link of document.querySelectorAll('a[href]')) {
      const { element, fault, file } = await target(href, link.getAttribute('href'));
      if (fault) faults.push(fault);
      if (!meaning(link, 'noteref') || !element) continue;
      if (!meaning(element, 'footnote')) faults.push(`note ${href}: '${link.getAttribute('href')}' leads to none`);
      const back = [...element.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), `https://book.invalid/${file}`));
      if (!back.some(url => url.hash && decodeURI(url.pathname) === `/${href}`)) faults.push(`note ${file}#${element.id}: no way back`);
    }
  }
  return faults;
}

/** The contents and the landmarks lead somewhere, in the order of the spine. */
async function contents() {
  const faults = [], flat = [];
  const walk = items => items.forEach(item => { flat.push(item); walk(item.subitems || []); });
  walk(book.navigation.toc);
  if (!flat.length) faults.push('contents none');
  let last = -1;
  for (const item of flat) {
    if (!item.label.trim()) faults.push(`contents no words for ${item.href}`);
    const { fault, file } = await target('', item.href);
    if (fault) { faults.push(`contents ${fault}`); continue; }
    const at = book.spine.get(file).index;
    if (at < last) faults.push(`contents ${item.href} stands before what it is listed behind`);
    last = at;
  }
  for (const item of book.navigation.landmarks) {
    const { fault } = await target('', item.href);
    if (fault) faults.push(`landmarks ${fault}`);
  }
  return faults;
}

/** Each entry of the page-list has its place. */
async function pages() {
  const faults = [];
  const list = (await book.loaded.pageList) || [];
  for (const { href } of list) {
    const { fault } = await target('', href);
    if (fault) faults.push(`page-list ${fault}`);
  }
  if (new Set(list.map(entry => entry.href)).size !== list.length) faults.push('page-list two pages in one place');
  return faults;
}

/** Shows a section; gives what kinds of things it has. */
async function show(href) {
  await rendition.display(href);
  const [{ document }] = rendition.getContents();
  await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
  return ['table', 'figure img', 'pre', 'math', 'aside', 'blockquote', 'dl', 'ol', '.verse'].filter(kind => document.querySelector(kind));
}

/** Looks at the shown section with a size and colours of the reader's own. */
function look(href, size, night) {
  const faults = [];
  const fault = (rule, what) => faults.push(`${rule} ${href}: ${what}`);
  const [contents] = rendition.getContents();
  const { document, window } = contents;
  const [ink, paper] = night ? ['#dddddd', '#111111'] : ['#000000', '#ffffff'];
  let sheet = document.getElementById('readers-own');
  if (!sheet) {
    sheet = document.createElementNS('http://www.w3.org/1999/xhtml', 'style');
    sheet.id = 'readers-own';
    document.head.append(sheet);
  }
  sheet.textContent = `html { font-size: ${size}px !important } body { color: ${ink} !important; background: ${paper} !important }`;
  for (const image of document.images) {
    if (!image.naturalWidth) fault('picture', `'${image.alt}' does not show`);
    const { width } = image.getBoundingClientRect();
    if (!image.matches('.icon, [style], [width]') && width < Math.min(image.naturalWidth, window.innerWidth) / 4) fault('picture', `'${image.alt}' is only ${width} px wide`);
    if (width > window.innerWidth) fault('off-screen', `the picture '${image.alt}'`);
  }
  for (const element of document.body.querySelectorAll('*')) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const style = window.getComputedStyle(element);
    if (!own || style.visibility === 'hidden' || !element.getClientRects().length) continue;
    const said = () => `'${element.textContent.trim().slice(0, 40)}' at ${size} px by ${night ? 'night' : 'day'}`;
    const [inked, under] = [channels(style.color), ground(element, window, paper)];
    const contrast = ratio(over(inked, under), under);
    if (contrast < 4.5) fault('contrast', `${contrast.toFixed(2)}: ${said()}`);
    const body = parseFloat(window.getComputedStyle(document.body).fontSize);
    if (Math.abs(body - size) > 0.6) fault('size', `the reader's does not reach the text: ${body} px: ${said()}`);
    if (parseFloat(style.fontSize) < size * 0.55 && !element.closest('math, rt')) fault('small', `letters of ${style.fontSize}: ${said()}`);
    const right = Math.max(...[...element.getClientRects()].map(rect => rect.right));
    // A formula in a line is one piece, as wide as it is.
    if (element.closest('p math, li math, td math')) continue;
    if (right > window.innerWidth + 1 && !scrolls(element, window)) fault('off-screen', `by ${Math.round(right - window.innerWidth)} px: ${said()}`);
  }
  return faults;
}

/** Whether an element stands in something that can be scrolled to the side. */
function scrolls(element, window) {
  for (let at = element; at && at.localName !== 'body'; at = at.parentElement) {
    if (['auto', 'scroll'].includes(window.getComputedStyle(at).overflowX)) return true;
  }
  return false;
}

function channels(colour) {
  const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number);
  return [r, g, b, a];
}

const over = ([r, g, b, a], under) => [r, g, b].map((c, i) => c * a + under[i] * (1 - a));

/** What an element stands on. */
function ground(element, window, paper) {
  const layers = [];
  for (let at = element; at; at = at.parentElement) layers.unshift(channels(window.getComputedStyle(at).backgroundColor));
  return layers.reduce((under, layer) => over(layer, under), [1, 3, 5].map(i => parseInt(paper.slice(i, i + 2), 16)));
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function ratio(a, b) {
  const light = rgb => {
    const [r, g, b] = rgb.map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}
