import { compareText } from '../../lib/compare-text.ts';
import { formatPointer, parsePointer } from '../../lib/json-pointer.ts';
import { type Contract, type ContractSet, LOCATIONS, type Place } from '../../model/contract.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { requestLine } from '../../model/route.ts';
import type { Citation, Surface, SurfaceField, SurfaceOperation } from '../../model/surface.ts';
import { hintValues, hintWords } from '../../surface/hint-words.ts';
import { readTypeText } from '../../surface/read-type-text.ts';
import { fixedPairs } from '../../wire/query-pairs.ts';
import type { Claim, ClaimedPage, Endpoint, ParameterRow } from '../docs/claim.ts';
import { type ClaimedDetail, type ResolvedClaims, resolveClaims } from '../docs/resolve-claims.ts';
import type { MethodIndex } from './method-index.ts';
import { bodyPlace, createNaming, type NamedOperation, type Naming } from './name-operation.ts';
import { typeOfValue } from './type-of-value.ts';

interface DocsOptions {
  /** The name after `docs:` in the source, by default the file of the first page. */
  readonly name?: string;
  /** Without methods, only the endpoints on the pages are read. */
  readonly methods: MethodIndex;
  readonly contracts: ContractSet;
}

/** Marks the surface as incomplete, because a page may leave out parts of the API. */
export function docsSurface(pages: readonly ClaimedPage[], options: DocsOptions): Surface {
  const claims = pages.flatMap((page) => page.claims);
  const out: Sink = { naming: createNaming(options.contracts), drafts: new Map(), remarks: [] };
  for (const resolved of resolveClaims(claims, options.methods)) addResolved(resolved, out);
  for (const claim of claims) addClaim(claim, out);
  return {
    source: `docs:${options.name ?? pages[0]?.file ?? 'pages'}`,
    complete: { operations: false, fields: false },
    operations: [...out.drafts.values()].map(finish).sort((a, b) => compareText(a.id, b.id)),
    remarks: out.remarks,
  };
}

interface Draft {
  readonly named: NamedOperation;
  readonly names: Set<string>;
  readonly fields: Map<string, SurfaceField>;
  readonly at: Citation;
}

interface Sink {
  readonly naming: Naming;
  readonly drafts: Map<string, Draft>;
  readonly remarks: { readonly text: string; readonly at: Citation }[];
}

function draftFor(named: NamedOperation, at: Citation, { drafts }: Sink): Draft {
  const draft = drafts.get(named.id) ?? { named, names: new Set(), fields: new Map(), at };
  drafts.set(named.id, draft);
  return draft;
}

function addResolved({ claim, method, name, arguments: given }: ResolvedClaims, out: Sink): void {
  if (method === null) {
    out.remarks.push({ text: `the client has no ${name}`, at: claim.at });
    return;
  }
  for (const { name: argument, argument: found, claimed } of given) {
    if (found === null)
      out.remarks.push({ text: `${method.name} of the client has no argument ${argument}`, at: claimed.at });
  }
  for (const id of method.operations) {
    const contract = out.naming.contract(id);
    if (contract === null) continue;
    const draft = draftFor({ id, request: requestLine(contract), contract }, claim.at, out);
    draft.names.add(name);
    for (const { argument, claimed } of given) {
      // The fields of an argument come from the trace.
      for (const { place } of argument?.landings.filter(({ operation }) => operation === id) ?? []) {
        addField(draft, { name: out.naming.field(contract, place), place: null, ...detailOf(claimed), at: claimed.at });
      }
    }
  }
}

function addClaim(claim: Claim, out: Sink): void {
  if (claim.kind === 'endpoint') addEndpoint(claim, out);
  else if (claim.kind === 'parameters' && claim.owner.kind === 'endpoint') {
    const named = out.naming.operation(claim.owner.method, claim.owner.path);
    const draft = draftFor(named, claim.at, out);
    for (const row of claim.rows)
      addField(draft, {
        ...placedRow(row, named.contract, out.naming),
        ...detailOf({ ...row, value: undefined }),
        at: row.at,
      });
  } else if (claim.kind === 'unreadable' || claim.kind === 'unexamined')
    out.remarks.push({ text: claim.text, at: claim.at });
  else if (claim.kind === 'exception' && claim.status !== null) {
    out.remarks.push({ text: `${claim.name} is documented for the status ${claim.status}`, at: claim.at });
  }
}

function addEndpoint(claim: Endpoint, out: Sink): void {
  const named = out.naming.operation(claim.method, claim.path);
  const draft = draftFor(named, claim.at, out);
  draft.names.add(`${named.request.method} ${named.request.path}`);
  const add = (place: Place, value: Json | undefined) =>
    addField(draft, {
      name: out.naming.field(named.contract, place),
      place,
      type: typeOfValue(value),
      required: null,
      at: claim.at,
    });
  for (const [, name = ''] of named.request.path.matchAll(/\{([^}]*)\}/g)) add({ location: 'path', name }, undefined);
  const fixed = new Set(fixedPairs(named.request).map(([name]) => name));
  for (const name of claim.query.filter((each) => !fixed.has(each))) add({ location: 'query', name }, undefined);
  for (const name of claim.headers) add({ location: 'header', name }, undefined);
  for (const [pointer, value] of members(claim.body, [], knownKeys(named.contract)))
    add(bodyPlace(parsePointer(pointer)), value);
}

/** The caller chooses the member names of a free payload, so only declared members are listed. */
function members(
  body: Json | undefined,
  above: readonly string[],
  nested: ReadonlySet<string>,
): readonly (readonly [string, Json])[] {
  if (!isJsonObject(body)) return [];
  return Object.entries(body).flatMap(([key, value]): readonly (readonly [string, Json])[] => {
    const pointer = formatPointer([...above, key]);
    return nested.has(pointer) && isJsonObject(value) ? members(value, [...above, key], nested) : [[pointer, value]];
  });
}

function knownKeys(contract: Contract | null): ReadonlySet<string> {
  return new Set(
    (contract?.fields ?? [])
      .filter(({ fields }) => fields.length > 0)
      .map(({ place }) => (place.name.startsWith('/') ? place.name : `/${place.name}`)),
  );
}

function placedRow(row: ParameterRow, contract: Contract | null, naming: Naming): Pick<SurfaceField, 'name' | 'place'> {
  const word = row.location?.toLowerCase() ?? '';
  const location = LOCATIONS.find((each) => word.includes(each));
  if (location === undefined) return { name: row.name, place: null };
  const place: Place = location === 'body' ? bodyPlace(row.name.split('.')) : { location, name: row.name };
  return { name: naming.field(contract, place), place };
}

function detailOf({
  type,
  required,
  default: fallback,
  value,
}: ClaimedDetail): Pick<SurfaceField, 'type' | 'required' | 'default' | 'enum'> {
  const hint = type === null ? null : readTypeText(type);
  const values = hint === null ? undefined : hintValues(hint);
  const stated = fallback === null ? undefined : literalOf(fallback);
  return {
    type: hint === null ? typeOfValue(value) : hintWords(hint),
    required,
    ...(stated === undefined ? {} : { default: stated }),
    ...(values === undefined ? {} : { enum: values }),
  };
}

/** Reads a literal such as `"UTC"`, `20` or `true`. Prose is never a default. */
function literalOf(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(
      text
        .replaceAll('`', '')
        .replace(/^True$/, 'true')
        .replace(/^False$/, 'false')
        .replaceAll("'", '"'),
    );
    return value === null ? undefined : (value as Json); // JSON.parse returns JSON
  } catch {
    return undefined;
  }
}

/** An earlier statement about a field has priority over a later one. */
function addField({ fields }: Draft, field: SurfaceField): void {
  const before = fields.get(field.name);
  if (before === undefined) fields.set(field.name, field);
  else
    fields.set(field.name, {
      ...field,
      ...before,
      place: before.place ?? field.place,
      type: before.type ?? field.type,
      required: before.required ?? field.required,
    });
}

function finish({ named, names, fields, at }: Draft): SurfaceOperation {
  const sorted = [...fields.values()].sort((a, b) =>
    `${a.place?.location ?? '~'} ${a.name}` < `${b.place?.location ?? '~'} ${b.name}` ? -1 : 1,
  );
  const rest = { answers: null, errors: null, lifecycle: 'shipped', at } as const;
  return { id: named.id, request: named.request, names: [...names].sort(), fields: sorted, ...rest };
}
