import { escapeRegExp } from '../lib/pattern.ts';
import { decodeUtf8 } from '../lib/utf8.ts';
import type { Field } from '../model/contract.ts';
import type { SchemaRegistry } from '../schema/resolve-ref.ts';
import { parseText } from './parse-value.ts';
import { type PairReading, shapeOf } from './read-pairs.ts';
import type { Pair } from './styles.ts';
import { readTree, type Tree, valueOfTree } from './value-tree.ts';

type TextReading = Omit<PairReading, 'names'>;

export type Styled = Pick<Field, 'schema' | 'serialization' | 'booleanStyle'>;

/** Reads several lines of a header like one line with commas (RFC 9110). */
export function readHeader(field: Styled, lines: readonly string[], schemas: SchemaRegistry): TextReading | undefined {
  const [first, ...more] = lines.map(fromHeaderBytes);
  if (first === undefined) return undefined;
  const { style, explode } = field.serialization;
  const shape = shapeOf(field, schemas);
  if (style === 'json' && more.length === 0) return fromJson(field, first, schemas);
  if (shape === 'scalar') return fromTree(field, treeOfTexts([first, ...more]), schemas);
  const items = [first, ...more].flatMap((line) => line.split(',').map((item) => item.trim()));
  return fromTree(field, shape === 'list' ? treeOfTexts(items) : treeOfMembers(items, explode), schemas);
}

export function readSegment(field: Field, sent: string, schemas: SchemaRegistry): TextReading {
  const { style, explode } = field.serialization;
  const shape = shapeOf(field, schemas);
  const prefix = style === 'label' ? '.' : style === 'matrix' ? ';' : '';
  const { name } = field.place;
  const raw = sent.startsWith(prefix) ? sent.slice(prefix.length) : sent;
  const named = style === 'matrix' && !(explode && shape === 'object');
  const bare = named ? raw.replaceAll(new RegExp(`(^|;)${escapeRegExp(name)}=`, 'g'), '$1') : raw;
  if (style === 'json') return fromJson(field, bare, schemas);
  if (shape === 'scalar') return fromTree(field, treeOfTexts([bare]), schemas);
  const separator = explode && style !== 'simple' ? prefix : ',';
  const items = bare.split(separator);
  const reading = fromTree(field, shape === 'list' ? treeOfTexts(items) : treeOfMembers(items, explode), schemas);
  if (sent.startsWith(prefix)) return reading;
  return { ...reading, spelling: { expected: `${prefix}${sent}`, observed: sent } };
}

function fromJson({ schema, booleanStyle }: Styled, text: string, schemas: SchemaRegistry): TextReading {
  const value = parseText(text, schema, { booleanStyle, schemas });
  return { value, text: value };
}

/** Decodes the text of a header as UTF-8, because HTTP libraries decode headers as Latin-1. */
function fromHeaderBytes(line: string): string {
  return /^\p{ASCII}*$/u.test(line) || /[\u0100-\uffff]/.test(line)
    ? line
    : (decodeUtf8(Buffer.from(line, 'latin1')) ?? line);
}

function treeOfTexts(texts: readonly string[]): Tree {
  return { texts, members: new Map() };
}

/** Reads the members of an object: with `explode` from `key=value` items, otherwise from alternating keys and values. */
function treeOfMembers(items: readonly string[], explode: boolean): Tree {
  const pairs = explode
    ? items.map((item): Pair => [`[${item.split('=')[0]}]`, item.slice(item.indexOf('=') + 1)])
    : items.flatMap((item, at): readonly Pair[] => (at % 2 === 0 ? [[`[${item}]`, items[at + 1] ?? '']] : []));
  return readTree(pairs);
}

function fromTree(field: Styled, tree: Tree, schemas: SchemaRegistry): TextReading {
  const { booleanStyle } = field;
  return {
    value: valueOfTree(tree, field.schema, {
      schemas,
      parse: (text, schema) => parseText(text, schema, { booleanStyle, schemas }),
    }),
    text: valueOfTree(tree, field.schema, { schemas, parse: (text) => text }),
  };
}
