/** What XML 1.0 cannot hold at all, not even escaped. */
const ILLEGAL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const ENTITIES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

export type Attributes = { readonly [name: string]: string | number | undefined };

/** An element around others, with escaped attributes. An attribute that is undefined is left out. */
export function element(name: string, attributes: Attributes, children: readonly string[] = []): string {
  const open = openTag(name, attributes);
  return children.length === 0 ? `<${open}/>` : `<${open}>\n${children.join('\n')}\n</${name}>`;
}

/** An element whose children come one after the other, in pieces that end at the end of a line. */
export function* elementPieces(name: string, attributes: Attributes, children: Iterable<string>): Iterable<string> {
  yield `<${openTag(name, attributes)}>\n`;
  yield* children;
  yield `</${name}>\n`;
}

/** An element around text, which is escaped; no white space is added. */
export function textElement(name: string, attributes: Attributes, text: string): string {
  return `<${openTag(name, attributes)}>${escapeXml(text)}</${name}>`;
}

function openTag(name: string, attributes: Attributes): string {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return [name, ...given.map(([key, value]) => `${key}="${escapeXml(String(value))}"`)].join(' ');
}

function escapeXml(text: string): string {
  return text.replace(ILLEGAL, '').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
