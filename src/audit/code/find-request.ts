import { METHODS } from '../../model/http.ts';
import type { Frame, Given } from './evaluate.ts';
import { spreadInto } from './evaluate.ts';
import type { Call } from './syntax.ts';
import { alternatives, emptyObject, known, type ObjectValue, type Value } from './values.ts';

type Role = 'body' | 'query' | 'headers' | 'method' | 'path';

/** How code calls the parts of a request, without `_` and in lower case. */
const ROLES: { readonly [name: string]: Role } = {
  ...named('body', 'json json_body jsonbody body data payload requestbody json_data content form'),
  ...named('query', 'params query queryparams search searchparams qs querystring queryparameters'),
  ...named('headers', 'headers header extraheaders customheaders'),
  ...named('method', 'method verb httpmethod'),
  ...named('path', 'path url endpoint uri route target href pathname'),
};

const VERBS: ReadonlySet<string> = new Set(['get', 'post', 'put', 'patch', 'delete', 'head']);
const SENDERS = new Set(['fetch', 'request', 'urlopen', 'axios', 'ofetch', 'ky', 'got', 'send']);
const METHOD_NAMES: ReadonlySet<string> = new Set(METHODS);

interface Seen {
  readonly call: Call;
  readonly callee: Value;
  readonly given: Given;
}

/**
 * Takes a call for a request when it names a verb and a path: `send("POST", "/v1/cues", …)`, `_post("/v1/cues", …)`,
 * `fetch(url, { method })`. Its parts are told apart by their names, never by their looks.
 */
export function recordRequest(seen: Seen, frame: Frame): boolean {
  const name = nameOf(seen.call);
  const parts = partsOf(seen, frame);
  const [first] = seen.given.positional;
  // `environment.get("URL", "https://…")` is no request, and `app.get("/path", handler)` answers one.
  const isVerbCall = VERBS.has(name);
  if (isVerbCall && seen.given.positional.some(({ kind }) => kind === 'function')) return false;
  const found = parts.roles.get('path') ?? (isVerbCall ? first : parts.unnamed.find(isPath));
  if (found === undefined || !alternatives(found).some(isPath)) return false;
  const verb = VERBS.has(name) ? known(name.toUpperCase()) : (parts.roles.get('method') ?? parts.unnamed.find(isVerb));
  if (verb === undefined && !SENDERS.has(name)) return false;
  const method = verb ?? known('GET');
  if (!alternatives(method).some(isVerb)) return false;
  frame.machine.sent.push({
    method,
    path: withoutUrl(found),
    query: parts.roles.get('query') ?? queryOf(found),
    headers: parts.roles.get('headers') ?? null,
    body: bodyOf(parts, { name, seen }),
    maybe: frame.maybe,
    unclear: parts.unclear,
    at: { file: frame.module.file, line: seen.call.line },
  });
  return true;
}

interface Parts {
  readonly roles: Map<Role, Value>;
  /** Given by position, without a known name. */
  readonly unnamed: readonly Value[];
  readonly unclear: readonly string[];
}

function partsOf({ call, callee, given }: Seen, frame: Frame): Parts {
  const roles = new Map<Role, Value>();
  const unnamed: Value[] = [];
  const unclear: string[] = [];
  const names = parameterNames(callee.kind === 'function' ? callee : (onlyOneNamed(call, frame) ?? callee));
  for (const [index, value] of given.positional.entries()) {
    const role = roleOf(names[index] ?? '');
    if (role !== undefined) roles.set(role, value);
    else if (!takeOptions(value, roles)) unnamed.push(value);
  }
  for (const [name, value] of given.named) {
    const role = roleOf(name);
    if (role !== undefined) roles.set(role, value);
    else if (!takeOptions(value, roles)) unclear.push(name);
  }
  return { roles, unnamed, unclear };
}

/** Where the type of an object is not known: the one method of the client's code that has this name. */
function onlyOneNamed({ callee }: Call, { machine }: Frame): Value | null {
  if (callee.kind !== 'member') return null;
  const found = [...machine.program.classes.values()]
    .flat()
    .flatMap(({ item, module }) =>
      item.methods.filter(({ name }) => name === callee.name).map((method) => ({ item, method, module })),
    );
  const [only] = found;
  if (only === undefined || found.length > 1) return null;
  const self = { kind: 'class', class: only.item, module: only.module } as const;
  return { kind: 'function', function: only.method, module: only.module, self, scope: null };
}

function parameterNames(callee: Value): readonly string[] {
  const fn = alternatives(callee).find((each) => each.kind === 'function');
  if (fn?.kind !== 'function') return [];
  const { parameters } = fn.function;
  const first = parameters[0]?.name;
  return (fn.self !== null && (first === 'self' || first === 'cls') ? parameters.slice(1) : parameters).map(
    ({ name }) => name,
  );
}

/** `{ query, headers, body }`: an object whose members are parts of a request. */
function takeOptions(value: Value, roles: Map<Role, Value>): boolean {
  const object = alternatives(value).find((each) => each.kind === 'object');
  if (object?.kind !== 'object' || object.members.size === 0) return false;
  const found = [...object.members].map(([name, slot]) => [roleOf(name), slot.value] as const);
  const parts = found.filter(([role]) => role !== undefined);
  // `{ body: text, to: agent }` is a message, not the options of a call.
  if (parts.length === 0 || (parts.length < found.length && !object.members.has('method'))) return false;
  for (const [role, part] of parts) if (role !== undefined) roles.set(role, part);
  return true;
}

function bodyOf(
  { roles, unnamed }: Parts,
  { name, seen }: { readonly name: string; readonly seen: Seen },
): Value | null {
  const body = roles.get('body');
  if (body !== undefined) return body;
  // A library's `post(url, data)`: all of them have the data there.
  const isUnknown = seen.callee.kind !== 'function' && ['post', 'put', 'patch'].includes(name);
  const second = isUnknown ? seen.given.positional[1] : undefined;
  return second !== undefined && unnamed.includes(second) ? second : null;
}

function nameOf({ callee }: Call): string {
  const name = callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
  return name.replaceAll(/^[_#]+|_+$/g, '').toLowerCase();
}

function roleOf(name: string): Role | undefined {
  const plain = name.replaceAll('_', '').toLowerCase();
  return Object.hasOwn(ROLES, plain) ? ROLES[plain] : undefined;
}

function isVerb(value: Value): boolean {
  return value.kind === 'known' && typeof value.value === 'string' && METHOD_NAMES.has(value.value.toUpperCase());
}

function isPath(value: Value): boolean {
  return /^(\/|https?:)/.test(leadingText(withoutUrl(value)));
}

/** The text that a value begins with, a base URL left out. */
function leadingText(value: Value): string {
  const pieces = textPieces(value);
  const first = pieces.findIndex((piece) => piece.kind === 'known');
  const text = pieces[first];
  return first > 1 || text?.kind !== 'known' ? '' : String(text.value);
}

/** The parts of a text, inner ones taken apart; neighbours that are known are joined. */
export function textPieces(value: Value): readonly Value[] {
  const flat = value.kind === 'text' ? value.parts.flatMap(textPieces) : [value];
  const joined: Value[] = [];
  for (const piece of flat) {
    const last = joined.at(-1);
    if (piece.kind === 'known' && last?.kind === 'known')
      joined[joined.length - 1] = known(`${last.value}${piece.value}`);
    else if (!(piece.kind === 'known' && piece.value === '')) joined.push(piece);
  }
  return joined;
}

function urlIn(value: Value): ObjectValue | null {
  const object = textPieces(value).find((each) => each.kind === 'object');
  return object?.kind === 'object' && object.members.has('href') ? object : null;
}

function withoutUrl(value: Value): Value {
  return urlIn(value)?.members.get('href')?.value ?? value;
}

/** A query that is part of the URL: `new URL(…).searchParams`, `path + "?" + new URLSearchParams(query)`. */
function queryOf(path: Value): Value | null {
  const own = urlIn(path)?.members.get('searchParams')?.value;
  if (own !== undefined) return own;
  const objects = alternatives(path)
    .flatMap(textPieces)
    .flatMap(alternatives)
    .flatMap(textPieces)
    .filter((each) => each.kind === 'object');
  if (objects.length === 0) return null;
  const query = emptyObject();
  for (const object of objects) spreadInto(query, object);
  return query;
}

function named(role: Role, names: string): { readonly [name: string]: Role } {
  return Object.fromEntries(names.split(' ').map((name) => [name.replaceAll('_', ''), role]));
}
