// Measures a large and an empty HTML report in Chromium. The import of TypeScript needs Node 22.18 or later.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { renderPage } from '../src/report/html.ts';
import { samplePage } from '../tests/page/sample-data.ts';

const ROUNDS = 5;
const FRAMES = 120;

const folder = mkdtempSync(join(tmpdir(), 'wireparity-page-'));
const read = (name) => readFileSync(new URL(`../dist/page/${name}`, import.meta.url), 'utf8');
const assets = { script: read('page.js'), style: read('page.css') };
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const empty = writePage('empty', samplePage({ operations: 0, causes: 0 }));
  const large = writePage('large', samplePage({ operations: 5_000, causes: 20_000 }));
  for (const section of ['causes', 'matrix', 'coverage']) {
    const figures = { empty: [], large: [] };
    for (let round = 0; round < ROUNDS; round++) {
      figures.empty.push(await measure(`${empty}#/${section}`));
      figures.large.push(await measure(`${large}#/${section}`));
    }
    for (const name of ['paint', 'frame', 'worst']) {
      const [few, many] = [median(figures.empty, name), median(figures.large, name)];
      process.stdout.write(
        `${section} ${name}: empty ${few.toFixed(1)} ms, large ${many.toFixed(1)} ms, ratio ${(many / few).toFixed(1)}\n`,
      );
    }
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

function writePage(name, data) {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, renderPage(data, assets).join(''));
  return pathToFileURL(file).href;
}

/** Measures the first paint, and then the median and the longest frame of a scroll, in milliseconds. */
async function measure(url) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(url);
  const figures = await page.evaluate(async (count) => {
    const paints = () => performance.getEntriesByName('first-contentful-paint');
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    while (paints().length === 0) await frame();
    const times = [];
    let last = performance.now();
    for (let at = 0; at < count; at++) {
      scrollBy(0, 400);
      await frame();
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    times.sort((a, b) => a - b);
    return { paint: paints()[0].startTime, frame: times[count >> 1], worst: times.at(-1) };
  }, FRAMES);
  await page.close();
  return figures;
}

function median(figures, name) {
  return figures.map((each) => each[name]).sort((a, b) => a - b)[ROUNDS >> 1];
}
