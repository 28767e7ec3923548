// Opens an EPUB in a reading system in a headless browser: contents, links, pictures, page-list, notes; by day and night, in
// small and large letters, on a small screen. usage: node read.mjs PACKAGES BROWSER PICTURES BOOK (paths). Prints [fault].
import { readFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import http from 'node:http';
import path from 'node:path';

const [packages, executablePath, pictures, book] = process.argv.slice(2);
const here = import.meta.dirname;
const { default: puppeteer } = await import(createRequire(path.resolve(packages, 'x.js')).resolve('puppeteer-core'));
const files = {
  '/page.html': [path.join(here, 'page.html'), 'text/html'],
  '/reader.js': [path.join(here, 'reader.js'), 'text/javascript'],
  '/epub.js': [path.join(packages, 'node_modules/epubjs/dist/epub.js'), 'text/javascript'],
  '/book.epub': [book, 'application/epub+zip'],
  '/jszip.js': [path.join(packages, 'node_modules/jszip/dist/jszip.js'), 'text/javascript'],
};
const server = http.createServer(async (request, response) => {
  const file = files[request.url];
  if (!file) { response.writeHead(404).end(); return; }
  response.writeHead(200, { 'content-type': file[1] }).end(await readFile(file[0]));
});
await new Promise(done => server.listen(0, '127.0.0.1', done));
const site = `http://127.0.0.1:${server.address().port}`;
const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], protocolTimeout: 300_000 });
await mkdir(pictures, { recursive: true });

const faults = new Set();
const drawn = new Set();
const page = await browser.newPage();
page.on('pageerror', error => faults.add(`failed the reading system: ${error.message}`));
const add = found => found.forEach(fault => faults.add(fault));
try {
  await page.setViewport({ width: 360, height: 640 });
  await page.goto(`${site}/page.html`);
  const opened = await page.evaluate(url => open(url), '/book.epub');
  add(opened.faults);
  for (const [n, href] of opened.sections.entries()) {
    const kinds = await page.evaluate(href => show(href), href);
    // Some pictures to look at: the first sections, and those with what no other had.
    const picture = n < 4 || kinds.some(kind => !drawn.has(kind));
    if (picture) kinds.forEach(kind => drawn.add(kind));
    for (const [size, night] of [[32, false], [16, false], [32, true]]) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: night ? 'dark' : 'light' }]);
      add(await page.evaluate((...how) => look(...how), href, size, night));
      if (picture && (size === 16 || night)) await page.screenshot({ path: path.join(pictures, `${String(n).padStart(3, '0')}-${night ? 'night' : 'day'}.png`) });
    }
  }
} catch (error) {
  faults.add(`failed: ${error.message}`);
}
await browser.close();
server.close();
console.log(JSON.stringify([...faults]));
