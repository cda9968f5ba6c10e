import { readPointer } from '../../lib/json-pointer.ts';
import { isNumeric, writeJson } from '../../lib/json-text.ts';
import { parseRuntimeExpression } from '../../lib/runtime-expression.ts';
import type { Contract } from '../../model/contract.ts';
import { type HeaderList, headerValue } from '../../model/http.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { CleanupTemplate } from '../../model/suite.ts';
import { namesOtherResource } from '../scenarios/path-values.ts';
import { type Found, type Lookup, type Resolved, resolveReferences } from '../scenarios/resolve-references.ts';
import { locationPart, memberAt, type ScenarioScope } from '../scenarios/scenario-scope.ts';

export interface CleanupInput {
  readonly template: CleanupTemplate;
  /** The contract of the operation that removes. */
  readonly remover: Contract;
  /** Of the operation that made it. */
  readonly maker: Contract;
  /** undefined: lost, or not JSON. */
  readonly answer: Json | undefined;
  readonly headers: HeaderList;
  readonly asked: JsonObject;
  /** Id of the step that made it: `${thing.id}` is the answer's `id`, as it is in later steps. */
  readonly stepId: string;
  readonly scope: ScenarioScope;
  /** The suite says how to clean up, so its own references come first; else the contract does, and the answer's members do. */
  readonly ofStep: boolean;
}

/** The fields of the call that removes: those given, and each path field from the answer, else from the request. */
export function cleanupValues(input: CleanupInput): Resolved<JsonObject> {
  const given = resolveReferences<JsonObject>(input.template.with, lookupIn(input));
  if (!given.ok) return given;
  const values: Record<string, Json> = { ...given.value };
  for (const { name, place } of input.remover.fields) {
    if (place.location !== 'path') continue;
    const value = Object.hasOwn(values, name) ? values[name] : pathValue(name, input);
    if (value === undefined) return { ok: false, problem: { reason: `neither response nor request has a "${name}"` } };
    if (namesOtherResource(value)) {
      const reason = `its "${name}" is ${writeJson(value)}, which in a path names another resource`;
      return { ok: false, problem: { reason } };
    }
    values[name] = value;
  }
  return { ok: true, value: values };
}

function lookupIn(input: CleanupInput): Lookup {
  return (expression) => {
    const own = ownMember(expression, input);
    if (!input.ofStep && own !== undefined) return own;
    const found = input.scope.lookup(expression);
    return 'reason' in found && own !== undefined ? own : found;
  };
}

function ownMember(expression: string, { answer, asked, stepId }: CleanupInput): Found | undefined {
  const members = expression.split('.');
  if (members[0] === stepId && answer !== undefined) {
    const value = memberAt(answer, members.slice(1));
    if (value !== undefined) return { value };
  }
  const value = (answer === undefined ? undefined : memberAt(answer, members)) ?? memberAt(asked, members);
  return value === undefined ? undefined : { value };
}

function pathValue(name: string, input: CleanupInput): Json | undefined {
  const { maker, answer, asked } = input;
  const pointer = Object.hasOwn(maker.yields, name) ? maker.yields[name] : undefined;
  const yielded = pointer === undefined ? linkedValue(name, input) : readPointer(answer, pointer);
  const value = yielded ?? readPointer(answer, `/${name}`) ?? readPointer(asked, `/${name}`);
  return isPathValue(value) ? value : undefined;
}

/** What the remover's links take of the call that made it. */
function linkedValue(name: string, { remover, maker, answer, headers, asked }: CleanupInput): unknown {
  const link = remover.links?.[name]?.find(({ from }) => from === maker.id);
  const expression = link && parseRuntimeExpression(link.value);
  switch (expression?.source) {
    case undefined:
      return undefined;
    case 'response-body':
      return readPointer(answer, expression.pointer);
    case 'response-header':
      return locationPart(headerValue(headers, expression.name), remover.path);
    case 'request': {
      const { location, name: wire } = expression;
      const sent = maker.fields.find(({ place }) => place.location === location && place.name === wire);
      return sent === undefined ? undefined : asked[sent.name];
    }
  }
}

function isPathValue(value: unknown): value is string | number | bigint | boolean {
  return typeof value === 'string' || isNumeric(value) || typeof value === 'boolean';
}
