/** Compares two RFC 3339 date-times, or returns undefined if a text is not a date-time. */
export function compareInstants(a: string, b: string): number | undefined {
  const left = parseInstant(a);
  const right = parseInstant(b);
  if (left === undefined || right === undefined) return undefined;
  if (left.seconds !== right.seconds) return left.seconds < right.seconds ? -1 : 1;
  const digits = Math.max(left.fraction.length, right.fraction.length);
  const [x, y] = [left.fraction.padEnd(digits, '0'), right.fraction.padEnd(digits, '0')];
  return x === y ? 0 : x < y ? -1 : 1;
}

const DATE_TIME = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)$/;

function parseInstant(text: string): { readonly seconds: number; readonly fraction: string } | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [, date, time, fraction = '', zone = 'Z'] = match;
  const seconds = Date.parse(`${date}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(seconds) ? undefined : { seconds, fraction };
}
