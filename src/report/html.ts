import { createHash } from 'node:crypto';
import type { PageData } from '../model/page-data.ts';
import { pageData } from './html/page-data.ts';
import { writePrintableJson } from './json.ts';
import type { PageAssets, Reporter } from './reporter.ts';

export const reportHtml: Reporter = (verdict, { html, operations }) => {
  const { page, ...part } = html ?? { exchanges: new Map(), notes: [] };
  return renderPage(pageData([{ verdict, ...part }], { operations }), page);
};

/** Builds a single HTML file that needs no network and runs only its own script and style. */
export function renderPage(
  data: PageData,
  { script, style }: PageAssets = { script: '', style: '' },
): readonly string[] {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>wireparity report</title>
<style>${style}</style>
</head>
<body>
<noscript>This page needs JavaScript. findings.json contains the same results.</noscript>
`,
    // Without escapes, a text from a server could end the script element.
    `<script type="application/json" id="data">${writePrintableJson(data, 0).replaceAll('<', '\\u003c')}</script>\n`,
    `<script type="module">${script}</script>\n</body>\n</html>\n`,
  ];
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
