// Looks at a preview as a reader and with the keyboard. usage: node look.mjs PACKAGES BROWSER PICTURES ADDRESS CHAPTER.
// Prints { faults, shown }: how many milliseconds after a save of CHAPTER its page was shown. Pictures stand in PICTURES.
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const [packages, executablePath, pictures, address, chapter] = process.argv.slice(2);
const need = createRequire(path.resolve(packages, 'x.js'));
const { chromium } = await import(need.resolve('playwright-core')).then((found) => found.default ?? found);
const axe = await readFile(need.resolve('axe-core/axe.min.js'), 'utf8');
const faults = [];
const hold = (good, words) => { if (!good) faults.push(words); };

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'] });
const page = await browser.newPage({ viewport: { width: 1400, height: 950 }, bypassCSP: false });
page.on('console', (said) => { if (['error', 'warning'].includes(said.type())) faults.push(`the browser said: ${said.text()}`); });
page.on('pageerror', (error) => faults.push(`the page failed: ${error.message}`));
page.on('request', (request) => hold(/^(http:\/\/127\.0\.0\.1:|data:)/.test(request.url()), `asked elsewhere: ${request.url()}`));
const picture = (name) => page.screenshot({ path: path.join(pictures, `${name}.png`) });
const place = () => page.inputValue('#page');
// Whether every page in sight is drawn as it is now.
const drawn = () => {
  const sight = document.getElementById('book').getBoundingClientRect();
  const inSight = (leaf) => leaf.getBoundingClientRect().bottom > sight.top + 40 && leaf.getBoundingClientRect().top < sight.bottom;
  const leaves = [...document.querySelectorAll('.page[data-at]')].filter(inSight);
  return leaves.length > 0 && leaves.every((leaf) => leaf.querySelector('img').naturalWidth > 0 && leaf.dataset.drawn === leaf.dataset.stamp);
};
const settled = () => page.waitForFunction(drawn, null, { timeout: 10_000 }).catch(() => faults.push('a page in sight was not drawn'));
const reachable = async (where) => {
  await page.evaluate(axe);
  // The words over a page are there to be read out and copied; they are seen in the picture below them.
  const found = await page.evaluate(() => window.axe.run({ exclude: [['.text'], ['iframe']] }, { resultTypes: ['violations'] }));
  for (const { id, help, nodes } of found.violations) faults.push(`${where}: ${id}: ${help}: ${nodes[0].html.slice(0, 120)}`);
};

let shown = null;
try {
  await page.goto(`${address}#edition=paperback`);
  await page.waitForSelector('.page[data-at]');
  await settled();
  const told = await page.evaluate(() => fetch('/book/paperback').then((answer) => answer.json()));
  hold((await page.locator('.page[data-at]').count()) === told.pages.length, 'not every page is shown');
  hold((await page.locator('#contents a').count()) === told.outline.length, 'the contents are not whole');
  await picture('1-first');

  // By the contents, by the keyboard, by number.
  const entry = told.outline.findIndex((one) => one.title.includes('Empathy in Everyday Life'));
  await page.locator('#contents a').nth(entry).click();
  await settled();
  hold((await place()) === told.pages[told.outline[entry].page].folio, 'the contents lead elsewhere');
  await picture('2-chapter');
  const before = await place();
  await page.keyboard.press('n');
  hold((await place()) !== before, 'a key does not turn the leaf');
  await page.keyboard.press('p');
  await page.keyboard.press('End');
  hold((await place()) === told.pages.at(-1).folio, 'End does not lead to the last page');
  await page.fill('#page', 'v');
  await page.press('#page', 'Enter');
  hold((await place()) === 'v', 'a folio does not lead to its page');

  // Words stand over the page for who listens, searches or copies.
  await page.locator('#contents a').nth(entry).click();
  await settled();
  const leaf = page.locator(`.page[data-at="${told.outline[entry].page}"]`);
  hold((await leaf.locator('h2').innerText()).includes('Empathy'), 'the heading of a chapter is none for a screen reader');
  hold((await leaf.locator('p').allInnerTexts()).join(' ').length > 400, 'a page has no words');
  await leaf.locator('p span').nth(2).click();
  await page.waitForFunction(() => /\.md:\d+/.test(document.getElementById('said').textContent), null, { timeout: 5_000 })
    .catch(() => faults.push('a click does not tell where a line was written'));

  await page.keyboard.press('/');
  await page.keyboard.type('dishwasher');
  await page.waitForSelector('#found li');
  await picture('3-search');
  await page.locator('#found button').first().click();
  const foundOn = await place();
  await settled();
  const found = page.locator(`.page[data-at="${told.pages.findIndex((one) => one.folio === foundOn)}"] .text`);
  hold((await found.textContent()).includes('ishwasher'), 'a search leads elsewhere');
  await page.fill('#words', '');
  await page.keyboard.press('Escape');

  // A save: the page that is read stays, and shows what was written.
  await page.locator('#contents a').nth(told.outline.findIndex((one) => one.title.includes('A Word Made to Order'))).click();
  await settled();
  const stays = await place();
  const at = await page.evaluate(() => [...document.querySelectorAll('.page[data-at]')].find((one) => one.contains(document.activeElement) || one === document.activeElement)?.dataset.at);
  await page.evaluate((at) => {
    const leaf = document.querySelector(`.page[data-at="${at}"]`);
    new MutationObserver((changes) => { if (changes.some((one) => [...one.addedNodes].some((node) => node.localName === 'img'))) window.shownAt ??= Date.now(); }).observe(leaf, { childList: true });
  }, at);
  const text = await readFile(chapter, 'utf8');
  const saved = Date.now();
  await writeFile(chapter, text.replace(/\n\n(?=[A-Z])/, '\n\nWords that were not there before. '));
  await page.waitForFunction(() => window.shownAt, null, { timeout: 10_000 });
  shown = (await page.evaluate(() => window.shownAt)) - saved;
  await page.waitForFunction((at) => document.querySelector(`.page[data-at="${at}"] .text`).textContent.includes('not there before'), at, { timeout: 5_000 });
  hold((await place()) === stays, 'a save moves the reader');
  await writeFile(chapter, `${text}\n\n[Nowhere](nowhere.md)\n`);
  await page.waitForSelector('#findings .warning');
  await picture('4-finding');
  await page.locator('#findings .warning button').first().click();
  await reachable('pages');

  // The chapters of the EPUB, by day and night.
  await page.selectOption('#edition', 'ebook');
  await page.waitForSelector('iframe');
  await page.locator('#contents a').nth(1).click();
  const frame = page.frameLocator('iframe');
  await frame.locator('p').first().waitFor();
  const broken = await page.evaluate(() => [...document.querySelector('iframe').contentDocument.images].filter((one) => one.naturalWidth === 0).length);
  hold(broken === 0, 'a picture of a chapter is missing');
  await picture('5-ebook');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture('6-night');
  await reachable('chapters');
  await page.setViewportSize({ width: 390, height: 760 });
  await page.selectOption('#edition', 'handout');
  await page.waitForSelector('.page[data-at]');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  hold(wide <= 390, `a small screen must be pushed sideways: ${wide} pixels`);
  await picture('7-small');
} catch (error) {
  faults.push(`failed: ${error.message.split('\n')[0]}`);
  await picture('failed').catch(() => {});
}
await browser.close();
console.log(JSON.stringify({ faults, shown }));
