import { byKey } from '../lib/compare-text.ts';

interface JsonStyle {
  /** The compact style has no space after `,` and `:`. */
  readonly compact: boolean;
  readonly ascii: boolean;
}

/** Returns the same bytes as Python's `json.dumps` with sorted keys, because signatures cover these bytes. */
export function pythonJson(value: unknown, style: JsonStyle): string {
  const [comma, colon] = style.compact ? [',', ':'] : [', ', ': '];
  if (Array.isArray(value)) return `[${value.map((item) => pythonJson(item, style)).join(comma)}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(byKey)
      .map(([key, member]) => printString(key, style) + colon + pythonJson(member, style));
    return `{${members.join(comma)}}`;
  }
  return typeof value === 'string' ? printString(value, style) : JSON.stringify(value ?? null);
}

function printString(text: string, style: JsonStyle): string {
  const quoted = JSON.stringify(text);
  return style.ascii ? quoted.replace(/[\u007f-\uffff]/g, escapeUnit) : quoted;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
