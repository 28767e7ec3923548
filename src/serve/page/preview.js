// The page of the preview: asks what the book is now, shows its pages or chapters, and asks again when it has changed.

const at = (id) => document.getElementById(id);
const main = at('book');
const memory = new URLSearchParams(location.hash.slice(1));
let book = null;
let place = 0; // the page that is read
let said;

const make = (name, attributes = {}, ...inside) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value === true ? '' : value);
  }
  made.append(...inside);
  return made;
};
const say = (words) => {
  at('said').textContent = words;
  at('said').classList.remove('quiet');
  clearTimeout(said);
  said = setTimeout(() => at('said').classList.add('quiet'), 4000);
};
const ask = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
};
const count = (n, word) => `${n} ${word}${n === 1 ? '' : 's'}`;

// ---- the book

async function load(edition = book?.edition ?? memory.get('edition') ?? '') {
  const before = book;
  const next = await ask(edition ? `/book/${encodeURIComponent(edition)}` : '/book');
  book = { ...next, pages: next.pages ?? null };
  if (!next.title) {
    main.replaceChildren(make('p', { class: 'told' }, 'The book cannot be read: see the findings.'));
  } else {
    document.title = `${book.title} · Recto`;
    at('title').textContent = book.title;
    const shown = at('edition');
    if ([...shown.options].map((option) => option.value).join() !== book.editions.join()) {
      shown.replaceChildren(...book.editions.map((name) => make('option', { value: name }, name)));
    }
    shown.value = book.edition;
    const same = before?.edition === book.edition;
    if (book.pages) showPages(same && before.pages ? before : null);
    else await showChapters(same);
  }
  showFindings();
  remember();
  const extent = book.pages ? count(book.pages.length, 'page') : '';
  say([extent, count(book.findings.length, 'finding')].filter(Boolean).join(', '));
}

function remember() {
  const kept = new URLSearchParams();
  if (book?.edition) kept.set('edition', book.edition);
  if (book?.pages && place) kept.set('page', place + 1);
  history.replaceState(null, '', `#${kept}`);
}

// ---- pages

const near = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) if (isIntersecting) draw(target);
}, { root: null, rootMargin: '1200px 0px' });

function showPages(before) {
  const shape = (b) => b.pages.map((p) => `${p.verso}${p.blank}${p.width}x${p.height}`).join() + b.rtl;
  for (const id of ['search', 'leaf']) at(id).hidden = false;
  at('count').textContent = `of ${book.pages.length}`;
  if (before && shape(before) === shape(book)) {
    // What looks as it did stays; what is near is drawn at once.
    for (const page of main.querySelectorAll('.page[data-at]')) {
      const { stamp, folio } = book.pages[page.dataset.at];
      if (page.dataset.stamp === stamp) continue;
      page.dataset.stamp = stamp;
      page.querySelector('.label').textContent = folio;
      near.unobserve(page);
      near.observe(page);
    }
  } else {
    near.disconnect();
    main.replaceChildren(...spreads().map((spread) => make('div', { class: 'spread', dir: book.rtl ? 'rtl' : 'ltr' }, ...spread)));
    for (const page of main.querySelectorAll('.page[data-at]')) near.observe(page);
    turn(Math.min(before ? place : Number(memory.get('page') ?? 1) - 1, book.pages.length - 1), false);
  }
  showContents(book.outline.map((entry) => ({ ...entry, go: () => turn(entry.page) })));
}

// A verso stands beside the recto behind it; where there are no versos each page stands alone.
function spreads() {
  const leaves = book.pages.map((page, n) => {
    const made = make('section', {
      class: page.blank ? 'page blank' : 'page', 'data-at': n, 'data-stamp': page.stamp, 'aria-label': `Page ${page.folio}`, tabindex: -1,
    }, make('img', { alt: '' }), make('div', { class: 'text' }), make('div', { class: 'label', 'aria-hidden': true }, page.folio));
    made.style.setProperty('--wide', page.width);
    made.style.setProperty('--high', page.height);
    return made;
  });
  if (!book.pages.some((page) => page.verso)) return leaves.map((leaf) => [leaf]);
  const gap = (leaf) => {
    const made = make('div', { class: 'page gap' });
    made.style.cssText = leaf.style.cssText;
    return made;
  };
  const made = [];
  leaves.forEach((leaf, n) => {
    const last = made.at(-1);
    if (book.pages[n].verso) made.push([leaf]);
    else if (last?.length === 1 && book.pages[n - 1].verso) last.push(leaf);
    else made.push([gap(leaf), leaf]);
  });
  for (const spread of made) if (spread.length === 1) spread.push(gap(spread[0]));
  return made;
}

async function draw(page) {
  const { at: n, stamp } = page.dataset;
  if (page.dataset.drawn === stamp) return;
  page.dataset.drawn = stamp;
  const edition = encodeURIComponent(book.edition);
  // The next picture stands in when it is there, so that nothing flickers.
  const picture = make('img', { alt: '', src: `/drawn/${edition}/${n}/${stamp}` });
  picture.decode().then(() => {
    if (page.dataset.drawn === stamp) page.querySelector('img').replaceWith(picture);
  }, () => delete page.dataset.drawn);
  const blocks = await ask(`/words/${edition}/${n}`).catch(() => []);
  if (page.dataset.drawn === stamp) page.querySelector('.text').replaceChildren(...(blocks ?? []).map((block) => words(block, book.pages[n])));
}

function words({ heading, at: where, runs }, { width, height }) {
  // The preview's own title is the heading of the first level.
  const block = make(heading ? `h${Math.min(heading + 1, 6)}` : 'p', { 'data-where': where, title: where });
  for (const [text, x, y, wide, size, lang] of runs) {
    const run = make('span', { lang }, text.replace(/\u00ad$/, '-'));
    run.style.left = `${(x / width) * 100}%`;
    run.style.top = `${((y - size * 0.8) / height) * 100}%`;
    run.style.width = `${(wide / width) * 100}%`;
    run.style.fontSize = `${(size / width) * 100}cqw`;
    block.append(run);
  }
  return block;
}

const leafOf = (n) => main.querySelector(`.page[data-at="${n}"]`);

function turn(n, focus = true) {
  const leaf = leafOf(n);
  if (!leaf) return;
  place = n;
  leaf.scrollIntoView({ block: 'start' });
  if (focus) leaf.focus({ preventScroll: true });
  arrived();
}

function arrived() {
  if (!book?.pages) return;
  at('page').value = book.pages[place].folio;
  let current = null;
  for (const link of at('contents').querySelectorAll('a')) {
    link.removeAttribute('aria-current');
    if (Number(link.dataset.page) <= place) current = link;
  }
  current?.setAttribute('aria-current', 'true');
  remember();
}

let scrolled;
main.addEventListener('scroll', () => {
  cancelAnimationFrame(scrolled);
  scrolled = requestAnimationFrame(() => {
    if (!book?.pages) return;
    const top = main.getBoundingClientRect().top;
    const rows = [...main.children];
    const row = rows.find((one) => one.getBoundingClientRect().bottom > top + 40);
    const leaf = row?.querySelector('[data-at]');
    const here = row?.querySelector(`[data-at="${place}"]`);
    if (leaf && !here) {
      place = Number(leaf.dataset.at);
      arrived();
    }
  });
});

function step(by) {
  const row = leafOf(place)?.closest('.spread');
  const next = by > 0 ? row?.nextElementSibling : row?.previousElementSibling;
  const leaf = next?.querySelector('[data-at]');
  if (leaf) turn(Number(leaf.dataset.at));
}

main.addEventListener('click', (event) => {
  const where = event.target.closest?.('[data-where]')?.dataset.where;
  if (!where || getSelection().toString()) return;
  for (const here of main.querySelectorAll('.here')) here.classList.remove('here');
  for (const same of main.querySelectorAll(`[data-where="${CSS.escape(where)}"] span`)) same.classList.add('here');
  navigator.clipboard?.writeText(where).then(() => say(`${where} (copied)`), () => say(where));
});

// ---- the chapters of an EPUB

async function showChapters(stay) {
  for (const id of ['search', 'leaf']) at(id).hidden = true;
  at('found').hidden = true;
  near.disconnect();
  if (!book.written) {
    main.replaceChildren(make('p', { class: 'told' }, 'This edition cannot be made: see the findings.'));
    showContents([]);
    return;
  }
  const root = `/epub/${encodeURIComponent(book.edition)}/${book.version}/OEBPS/`;
  const nav = new DOMParser().parseFromString(await (await fetch(`${root}nav.xhtml`)).text(), 'application/xhtml+xml');
  const links = [...nav.querySelectorAll('nav[*|type~="toc"] a')];
  const depth = (link) => {
    let deep = -1;
    for (let up = link; up; up = up.parentElement) if (up.localName === 'ol') deep += 1;
    return deep;
  };
  const old = main.querySelector('iframe');
  let scroll = 0;
  let file = null;
  try {
    if (stay && old) [scroll, file] = [old.contentWindow.scrollY, old.contentWindow.location.pathname.split('/OEBPS/')[1]];
  } catch {
    // A link has led out of the book.
  }
  const frame = make('iframe', { title: `${book.title}, ${book.edition}`, sandbox: 'allow-same-origin', src: root + (file ?? 'cover.xhtml') });
  frame.addEventListener('load', () => { if (file) frame.contentWindow.scrollTo(0, scroll); }, { once: true });
  main.replaceChildren(frame);
  showContents(links.map((link) => ({
    title: link.textContent, depth: depth(link),
    go: () => { frame.src = root + link.getAttribute('href'); frame.focus(); },
  })));
}

// ---- beside the pages

function showContents(entries) {
  at('contents').querySelector('ol').replaceChildren(...entries.map(({ title, depth, page, go }) => {
    const link = make('a', { href: '#', 'data-page': page }, title);
    link.style.paddingInlineStart = `${depth * 0.9}rem`;
    link.addEventListener('click', (event) => { event.preventDefault(); go(); });
    return make('li', {}, link);
  }));
  arrived();
}

function showFindings() {
  at('findings').querySelector('h2').textContent = book.findings.length ? `Findings (${book.findings.length})` : 'No findings';
  at('findings').querySelector('ol').replaceChildren(...book.findings.map(({ severity, code, message, help, file, line, column }) => {
    const where = file ? `${file}:${line}:${column}` : '';
    const inside = [make('div', { class: 'words' }, `${severity}: ${message}`)];
    if (where) inside.push(make('div', { class: 'place' }, where));
    if (help) inside.push(make('div', { class: 'help' }, help));
    inside.push(make('div', { class: 'code' }, code));
    const button = make('button', { title: where ? 'Show it in the pages' : null }, ...inside);
    button.addEventListener('click', () => show(file, line));
    return make('li', { class: severity }, button);
  }));
}

// Turns to the page on which that line of a file stands.
async function show(file, line) {
  if (!file) return;
  if (!book.pages) return say(`${file}:${line}`);
  const edition = encodeURIComponent(book.edition);
  const found = await ask(`/where/${edition}/${line}/${file.split('/').map(encodeURIComponent).join('/')}`).catch(() => null);
  if (found === null) return say(`${file}:${line} stands on no page`);
  turn(found);
  say(`${file}:${line}`);
}

at('search').addEventListener('submit', (event) => event.preventDefault());
let typed;
at('words').addEventListener('input', () => {
  clearTimeout(typed);
  typed = setTimeout(async () => {
    const wanted = at('words').value.trim();
    at('found').hidden = !wanted;
    if (!wanted || !book?.pages) return;
    const found = await ask(`/search/${encodeURIComponent(book.edition)}/${encodeURIComponent(wanted)}`);
    at('found').querySelector('h2').textContent = found.length ? `Found (${found.length === 200 ? 'the first 200' : found.length})` : 'Not found';
    at('found').querySelector('ol').replaceChildren(...found.map(({ page, folio, around }) => {
      const button = make('button', {}, make('div', { class: 'words' }, `…${around[0]}`, make('mark', {}, around[1]), `${around[2]}…`), make('div', { class: 'place' }, `page ${folio}`));
      button.addEventListener('click', () => turn(page));
      return make('li', {}, button);
    }));
  }, 120);
});

at('leaf').addEventListener('submit', (event) => {
  event.preventDefault();
  const wanted = at('page').value.trim().toLowerCase();
  const n = book.pages.findIndex((page) => page.folio === wanted);
  if (n < 0) say(`There is no page ${wanted}`);
  else turn(n);
});
at('edition').addEventListener('change', () => { place = 0; memory.delete('page'); load(at('edition').value).catch(lost); });

let zoom = 1;
const scale = (by) => {
  zoom = Math.min(3, Math.max(0.4, zoom * by));
  main.style.setProperty('--zoom', zoom);
  leafOf(place)?.scrollIntoView({ block: 'start' });
};
at('smaller').addEventListener('click', () => scale(1 / 1.2));
at('larger').addEventListener('click', () => scale(1.2));

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select')) {
    if (event.key === 'Escape') main.focus();
    return;
  }
  const keys = {
    '/': () => at('words').focus(),
    ArrowRight: () => step(book.rtl ? -1 : 1), ArrowLeft: () => step(book.rtl ? 1 : -1),
    n: () => step(1), p: () => step(-1), Home: () => turn(0), End: () => turn(book.pages.length - 1),
    '+': () => scale(1.2), '-': () => scale(1 / 1.2),
  };
  if (!book?.pages || !keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

// ---- anew at each save

const lost = () => say('The preview has ended: start `recto serve` again.');

async function follow() {
  for (;;) {
    try {
      const version = await ask(`/after/${book?.version ?? 0}`);
      if (version !== book?.version) await load();
    } catch {
      lost();
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
}

load().catch(lost).finally(follow);
