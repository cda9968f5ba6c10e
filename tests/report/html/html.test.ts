import { createHash } from 'node:crypto';
import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import type { PageData } from '../../../src/model/page-data.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { REPORTERS } from '../../../src/report/reporters.ts';
import { aStep, verdictOn } from '../../gate/builders.ts';
import { OPTIONS, outputOf } from '../verdicts.ts';

const BREAKOUT = '</script><script>alert(1)</script><!-- <script> ]]>\u2028\u2029 <img src=x onerror=alert(1)> "\'&';
const ASSETS = { script: 'let a = "<b>";', style: 'a { color: red }' };

const html = render(BREAKOUT);
const elements = elementsOf(parse(html));

function render(text: string): string {
  const finding = { field: text, expected: text, observed: text, cause: text };
  return pageOf(
    verdictOn([[aStep({ findings: [{ ...finding, evidence: { exchange: text, pointer: text, excerpt: text } }] })]]),
  );
}

function pageOf(verdict: Verdict): string {
  const html = { page: ASSETS, exchanges: new Map(), notes: [] };
  return outputOf(REPORTERS.html(verdict, { ...OPTIONS, html }));
}

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

function elementsOf(node: Node): readonly Element[] {
  const inside = 'childNodes' in node ? node.childNodes.flatMap(elementsOf) : [];
  return 'tagName' in node ? [node, ...inside] : inside;
}

function textOf(element: Element | undefined): string {
  return element?.childNodes.map((child) => ('value' in child ? child.value : '')).join('') ?? '';
}

function byTag(tag: string): readonly Element[] {
  return elements.filter(({ tagName }) => tagName === tag);
}

describe('the HTML report', () => {
  it('contains only its own elements, whatever a server wrote', () => {
    const tags = [...new Set(elements.map(({ tagName }) => tagName))].sort();
    expect(tags).toEqual(['body', 'head', 'html', 'meta', 'noscript', 'script', 'style', 'title']);
    expect(byTag('script')).toHaveLength(2);
    expect(html).not.toMatch(/[\u2028\u2029]/);
  });

  it('keeps text from a server in its data', () => {
    const [data] = byTag('script');
    const { causes }: PageData = JSON.parse(textOf(data));
    const visible = BREAKOUT.replace('\u2028\u2029', '\\u2028\\u2029');
    expect(causes[0]?.observed).toBe(visible);
  });

  it('counts the steps of the section "Not tried" in the tile that opens it', () => {
    const steps = [aStep({ state: 'skipped', reason: 'for another profile' }), aStep()];
    const [data] = elementsOf(parse(pageOf(verdictOn([steps])))).filter(({ tagName }) => tagName === 'script');
    const { tiles }: PageData = JSON.parse(textOf(data));
    expect(tiles.find(({ link }) => link === '#/untried')).toMatchObject({ count: 1, tone: 'plain' });
  });

  it('allows only its own script and style, and loads nothing', () => {
    const policy = byTag('meta').find(({ attrs }) => attrs.some(({ value }) => value === 'Content-Security-Policy'));
    const content = policy?.attrs.find(({ name }) => name === 'content')?.value ?? '';
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    expect(content.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        `script-src ${hash(textOf(byTag('script')[1]))}`,
        `style-src ${hash(textOf(byTag('style')[0]))}`,
      ]),
    );
    expect(html).not.toMatch(/\b(?:src|href)=["']?https?:/);
  });

  it('is the same for the same verdict', () => {
    expect(render(BREAKOUT)).toBe(html);
  });
});
