/** A small, strict XML reader for the output of parity. It throws an error if the XML is not well-formed. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly XmlElement[];
  readonly text: string;
}

const LEGAL = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const TOKEN = /<\?xml [^?]*\?>|<\/([\w-]+)>|<([\w-]+)((?: [\w.-]+="[^"<]*")*)(\/?)>|([^<]+)/y;
const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

interface Open {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: XmlElement[];
  text: string;
}

export function parseXml(source: string): XmlElement {
  if (!LEGAL.test(source)) throw new Error('a character that XML cannot hold');
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const stack: Open[] = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (match === null) throw new Error(`not well-formed at ${JSON.stringify(source.slice(from, from + 60))}`);
    readToken(match, stack);
  }
  const [only, ...more] = root.children;
  if (stack.length !== 1 || only === undefined || more.length > 0) throw new Error('there must be one root element');
  return only;
}

export function findAll(element: XmlElement, name: string): readonly XmlElement[] {
  const below = element.children.flatMap((child) => findAll(child, name));
  return element.name === name ? [element, ...below] : below;
}

function readToken([, close, open, attributes = '', empty, text]: RegExpExecArray, stack: Open[]): void {
  const top = stack.at(-1);
  if (top === undefined) throw new Error('an element is closed twice');
  if (text !== undefined) top.text += decodeEntities(text);
  if (open !== undefined) {
    const element: Open = { name: open, attributes: readAttributes(attributes), children: [], text: '' };
    top.children.push(element);
    if (empty === '') stack.push(element);
  }
  if (close !== undefined && stack.pop()?.name !== close) throw new Error(`unexpected </${close}>`);
}

function readAttributes(source: string): { readonly [name: string]: string } {
  const pairs = [...source.matchAll(/ ([\w.-]+)="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, decodeEntities(value)] as const,
  );
  if (new Set(pairs.map(([name]) => name)).size !== pairs.length) throw new Error('an attribute stands twice');
  return Object.fromEntries(pairs);
}

function decodeEntities(text: string): string {
  if (text.includes(']]>')) throw new Error(']]> in text');
  return text.replace(/&([^;\s]*;?)/g, (_all, entity: string) => {
    const character = ENTITIES[entity.replace(/;$/, '')];
    if (character === undefined || !entity.endsWith(';')) throw new Error(`bad entity &${entity}`);
    return character;
  });
}
