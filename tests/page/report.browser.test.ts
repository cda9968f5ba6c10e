import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageData } from '../../src/model/page-data.ts';
import { renderPage } from '../../src/report/html.ts';
import { samplePage } from './sample-data.ts';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const PHONE = { width: 360, height: 740 };
const SECTIONS = ['overview', 'causes', 'cause/server-error%2F1', 'matrix', 'coverage', 'untried'];
const HOSTILE = '</script><img src="http://127.0.0.1:9/x" onerror="document.title=1"><b>bold</b>\u001b[31m\u0000';

let browser: Browser;
let folder: string;
let axe: string;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  folder = await mkdtemp(join(tmpdir(), 'page-'));
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});

afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true });
});

/** The fragment of the URL selects a part of the page. */
async function open(data: PageData, place = '', options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const read = (name: string) => readFile(new URL(`../../dist/page/${name}`, import.meta.url), 'utf8');
  const [script, style] = await Promise.all([read('page.js'), read('page.css')]);
  const file = join(folder, 'report.html');
  await writeFile(file, renderPage(data, { script, style }).join(''));
  const page = await browser.newPage(options);
  await page.goto(`${pathToFileURL(file)}${place}`);
  return page;
}

describe('filters', () => {
  it('keep only the causes that contain every word, and are part of the URL', async () => {
    const page = await open(samplePage(), '#/causes');
    await page.getByLabel('Search').fill('nul breaks');
    await page.getByText('2 of 4').waitFor();
    expect(await page.locator('.card').count()).toBe(2);
    await page.reload();
    expect(await page.getByLabel('Search').inputValue()).toBe('nul breaks');
    expect(await page.locator('.card').count()).toBe(2);
  });

  it('combine severity and kind', async () => {
    const page = await open(samplePage(), '#/causes');
    await page.getByLabel('Severity').selectOption('warning');
    await page.getByLabel('Kind').selectOption('server-error');
    await page.getByText('1 of 4').waitFor();
    expect(page.url()).toContain('severity=warning&kind=server-error');
  });
});

describe('a cause', () => {
  it('opens from its card and shows the exchange with the differing lines marked', async () => {
    const page = await open(samplePage(), '#/causes');
    await page.locator('.card-link').nth(1).click();
    await page.getByRole('heading', { name: 'Request' }).waitFor();
    expect(await page.locator('mark').allTextContents()).toEqual(['{"text": "null"}\n', '500\n']);
  });
});

describe('the matrix', () => {
  it('expands the fields of an operation and collapses them again', async () => {
    const page = await open(samplePage(), '#/matrix');
    const button = page.getByRole('button', { name: 'resource0.create' });
    await button.click();
    expect(await page.locator('tr.field').count()).toBe(2);
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    await button.click();
    expect(await page.locator('tr.field').count()).toBe(0);
  });
});

describe('the keyboard', () => {
  it('opens tabs with digits, searches with /, moves through causes with j and k and returns with Escape', async () => {
    const page = await open(samplePage());
    await page.keyboard.press('3');
    await page.getByRole('heading', { name: 'Matrix' }).waitFor();
    await page.keyboard.press('4');
    await page.getByRole('heading', { name: 'Coverage' }).waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-filter'))).toBe('q');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Request' }).waitFor();
    expect(page.url()).toContain('server-error%2F1');
    await page.keyboard.press('k');
    await page.waitForURL(/server-error%2F0/);
  });
});

describe('a tab', () => {
  it('opens its section at the top, with the filters in view', async () => {
    const page = await open(samplePage());
    await page.keyboard.press('2');
    await page.getByRole('heading', { name: 'Causes' }).waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(0);
  });
});

describe('a phone', () => {
  it.each(SECTIONS)('shows %s without horizontal scrolling', async (section) => {
    const page = await open(samplePage(), `#/${section}`, { viewport: PHONE });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(PHONE.width);
  });
});

describe('colours', () => {
  const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

  it('follow the system, and the button changes them', async () => {
    const page = await open(samplePage(), '', { colorScheme: 'dark' });
    const dark = await background(page);
    await page.getByRole('button', { name: 'Theme' }).click();
    expect(await background(page)).not.toBe(dark);
  });

  it.each(
    SECTIONS.flatMap((section) => (['light', 'dark'] as const).map((colorScheme) => ({ section, colorScheme }))),
  )('and structure of $section have no defect that axe finds, $colorScheme', async ({ section, colorScheme }) => {
    const page = await open(samplePage(), `#/${section}`, { colorScheme });
    await page.evaluate(axe);
    const { violations } = await page.evaluate<AxeResults>('axe.run()');
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  });
});

describe('print', () => {
  it('contains every cause, without filters and buttons', async () => {
    const page = await open(samplePage({ operations: 50, causes: 300 }), '#/causes');
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await page.locator('.card').count()).toBe(300);
    expect(await page.getByLabel('Search').isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Theme' }).isVisible()).toBe(false);
  });
});

describe('a large report', () => {
  const large = samplePage({ operations: 5_000, causes: 20_000 });

  it.each(['causes', 'matrix', 'coverage'])('has only the elements near the visible part of %s', async (section) => {
    const page = await open(large, `#/${section}`);
    const elements = () => page.locator('main *').count();
    expect(await elements()).toBeLessThan(8_000);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight / 2));
    await page.waitForFunction(() => {
      const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
      return middle?.closest('.card, tr th, tr td') !== null;
    });
    expect(await elements()).toBeLessThan(8_000);
  });
});

describe('text from a server', () => {
  it.each(SECTIONS)('is shown as text in %s and loads nothing', async (section) => {
    const page = await open(samplePage({ text: HOSTILE }));
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(`${page.url().split('#')[0]}#/${section}`);
    expect(await page.locator('img, b').count()).toBe(0);
    expect(requests.filter((url) => !url.startsWith('file:'))).toEqual([]);
  });
});
