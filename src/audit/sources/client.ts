import { compareText } from '../../lib/compare-text.ts';
import { addTo } from '../../lib/group-by.ts';
import type {
  ArgumentReading,
  ClientSurface,
  Constant,
  Landing,
  Leaf,
  SendingMethod,
} from '../../model/client-surface.ts';
import type { Contract, ContractSet, Field, Place } from '../../model/contract.ts';
import type { OperationId } from '../../model/operation-id.ts';
import { requestLine } from '../../model/route.ts';
import type { Citation, Surface, SurfaceField, SurfaceOperation } from '../../model/surface.ts';
import type { ClientCall } from '../../model/trace.ts';
import { hintValues, hintWords } from '../../surface/hint-words.ts';
import { leavesOf } from '../../surface/leaves.ts';
import { placeKey, placeName } from '../lattice/place-words.ts';
import { typesAgree } from '../lattice/types-agree.ts';
import { typeOfValue } from './type-of-value.ts';

export function clientSurface(surface: ClientSurface, contracts: ContractSet): Surface {
  const sending = surface.methods.filter((method): method is SendingMethod => method.state === 'sends');
  const blocked = surface.methods.filter(({ state }) => state === 'blocked');
  const operations = [...groupUses(sending).values()].map((found) => readOperation(found, contracts));
  return {
    source: `client:${surface.client}`,
    complete: { operations: blocked.length === 0, fields: true },
    operations: operations.sort((a, b) => compareText(a.id, b.id)),
    remarks: surface.methods.flatMap((method) =>
      method.state === 'blocked'
        ? [{ text: `${method.name} could not be called: ${method.reason}`, at: methodCitation(method.name) }]
        : [],
    ),
  };
}

interface Use {
  readonly method: SendingMethod;
  readonly call: ClientCall;
  readonly request: { readonly method: string; readonly path: string };
  readonly operation: OperationId | null;
}

function groupUses(sending: readonly SendingMethod[]): ReadonlyMap<string, readonly Use[]> {
  const groups = new Map<string, Use[]>();
  for (const method of sending) {
    const seen = new Set<string>();
    for (const call of [method.base, ...method.calls]) {
      for (const [position, { operation, request }] of call.exchanges.entries()) {
        // Without a contract, every call has its own path, so only the base call is used.
        if (operation === null && call !== method.base) continue;
        const path = operation === null ? templateOf(method, position, request.target) : '';
        const id = operation ?? `${request.method} ${path}`;
        if (seen.has(id)) continue;
        seen.add(id);
        addTo(groups, id, { method, call, operation, request: { method: request.method, path } });
      }
    }
  }
  return groups;
}

/** Replaces argument values in the path: `/orders/42` becomes `/orders/{order_id}`. */
function templateOf(method: SendingMethod, position: number, target: string): string {
  const holes = new Map(
    method.arguments.flatMap(({ path, landings }) =>
      landings
        .filter(
          ({ request, operation, place }) => request === position && operation === null && place.location === 'path',
        )
        .map(({ place }) => [place.name, path] as const),
    ),
  );
  const parts = (target.split('?')[0] ?? target).split('/');
  return parts.map((part, index) => (holes.has(String(index)) ? `{${holes.get(String(index))}}` : part)).join('/');
}

function readOperation(uses: readonly Use[], contracts: ContractSet): SurfaceOperation {
  const [first] = uses;
  if (first === undefined) throw new Error('every operation in this list is reached by a method');
  const contract = first.operation === null ? undefined : contracts.operations.get(first.operation);
  const request = contract === undefined ? first.request : requestLine(contract);
  return {
    id: contract?.id ?? `${request.method} ${request.path}`,
    request,
    names: uses.map(({ method }) => method.name).sort(),
    fields: readFields(uses, contract, contracts),
    answers: null,
    errors: null,
    lifecycle: 'shipped',
    at: callCitation(first.call),
  };
}

interface Draft {
  readonly field: SurfaceField;
  /** Methods that have a required argument for the field. */
  readonly needing: Set<SendingMethod>;
  /** Methods that send the field even if the caller leaves out the field. */
  readonly sending: Set<SendingMethod>;
}

/** A field is required if no method can leave the field out. */
function readFields(
  uses: readonly Use[],
  contract: Contract | undefined,
  contracts: ContractSet,
): readonly SurfaceField[] {
  const declared = declaredFields(contract);
  const drafts = new Map<string, Draft>();
  const draft = (place: Place, make: () => SurfaceField): Draft => {
    const key = placeKey(place, contract?.path ?? `{${place.name}}`);
    const found = drafts.get(key) ?? { field: make(), needing: new Set(), sending: new Set() };
    drafts.set(key, found);
    return found;
  };
  for (const { method, operation, call } of uses) {
    for (const argument of method.arguments) {
      for (const landing of argument.landings.filter((each) => each.operation === operation)) {
        const { needing } = draft(landing.place, () => argumentField(argument, landing, declared));
        if (argument.required) needing.add(method);
      }
    }
    for (const constant of method.constants.filter((each) => each.operation === operation)) {
      const { sending } = draft(constant.place, () => constantField(constant, declared));
      if (constant.when === null) sending.add(method);
    }
    for (const passed of passedOn(call, operation, contracts)) {
      const key = placeKey(passed.place, contract?.path);
      if (declared.has(key) && !drafts.has(key))
        draft(passed.place, () => passedField(passed, call, declared)).sending.add(method);
    }
  }
  const fields = [...drafts.values()].map((each) => ({ ...each.field, required: isRequired(each, uses) }));
  return [...fields, ...refusedFields(uses)].sort(byPlace);
}

/** Returns the values that the operation's requests contain, except path parameters. */
function passedOn(call: ClientCall, operation: OperationId | null, contracts: ContractSet): readonly Leaf[] {
  return leavesOf(call.exchanges, contracts).filter(
    ({ request, place }) => place.location !== 'path' && call.exchanges[request]?.operation === operation,
  );
}

function passedField({ place, value }: Leaf, call: ClientCall, declared: Declared): SurfaceField {
  const type = place.location === 'body' ? typeOfValue(value) : null;
  return { ...nameAt(place, declared), type, required: null, at: callCitation(call) };
}

/** A call without an object does not show whether the members of the object are required. */
function isRequired({ field, needing, sending }: Draft, uses: readonly Use[]): boolean | null {
  const main = uses.filter(({ method, operation }) =>
    method.base.exchanges.some((each) => each.operation === operation),
  );
  if (main.length === 0) return null;
  if (main.every(({ method }) => needing.has(method))) return true;
  const isSent = main.every(({ method }) => needing.has(method) || sending.has(method));
  return isSent || field.place?.location === 'path' || field.name.includes('.') ? null : false;
}

type Declared = ReadonlyMap<string, Field>;

function declaredFields(contract: Contract | undefined): Declared {
  const below = (field: Field): readonly Field[] => [field, ...field.fields.flatMap(below)];
  const all = (contract?.fields ?? []).flatMap(below);
  return new Map(all.map((field) => [placeKey(field.place, contract?.path), field]));
}

function argumentField({ parameter, call }: ArgumentReading, landing: Landing, declared: Declared): SurfaceField {
  const values = hintValues(parameter.type);
  const given = landing.place.location === 'body' ? typeOfValue(landing.sent) : null;
  const said = hintWords(parameter.type);
  // A command-line program gets every value as text, so the type comes from the request.
  const agrees = said === null || given === null || typesAgree(said, given);
  const inText = call.outcome.kind === 'exited' && said === 'string';
  return {
    ...nameAt(landing.place, declared),
    type: agrees ? (inText ? given : said) : given,
    required: null,
    ...(values === undefined || !agrees ? {} : { enum: values }),
    at: callCitation(call),
  };
}

function constantField({ place, value, call, argument }: Constant, declared: Declared): SurfaceField {
  return {
    ...nameAt(place, declared),
    type: place.location === 'body' ? typeOfValue(value) : null,
    required: null,
    ...(argument === null ? {} : { default: value }),
    at: callCitation(call),
  };
}

/** Returns the arguments whose values were all refused. The place of such an argument is unknown. */
function refusedFields(uses: readonly Use[]): readonly SurfaceField[] {
  return uses.flatMap(({ method }) =>
    method.arguments
      .filter(({ state }) => state === 'refused')
      .map(({ path, parameter, call }) => ({
        ...{ name: path.replace(/^-+/, ''), place: null, type: hintWords(parameter.type), required: null },
        at: callCitation(call),
      })),
  );
}

function nameAt(place: Place, declared: Declared): Pick<SurfaceField, 'name' | 'place'> {
  const field = [...declared.values()].find((each) => samePlaces(each.place, place));
  return { name: field?.name ?? placeName(place), place };
}

function samePlaces(a: Place, b: Place): boolean {
  if (a.location === 'path' || b.location === 'path') return a.location === b.location && a.name === b.name;
  return placeKey(a) === placeKey(b);
}

function callCitation({ id, exchanges }: ClientCall): Citation {
  const request = exchanges[0]?.request;
  return { file: id, line: 0, excerpt: request === undefined ? '' : `${request.method} ${request.target}` };
}

function methodCitation(name: string): Citation {
  return { file: name, line: 0, excerpt: '' };
}

function byPlace(a: SurfaceField, b: SurfaceField): number {
  const key = ({ place, name }: SurfaceField) => `${place?.location ?? '~'} ${name}`;
  return compareText(key(a), key(b));
}
