import { callFunction, create } from './call.ts';
import { recordRequest } from './find-request.ts';
import { meaningOf, type Program } from './program.ts';
import { readMember } from './read-member.ts';
import type { Call, Expression, FunctionSyntax, ModuleSyntax } from './syntax.ts';
import { choiceOf, emptyObject, known, type ObjectValue, type Scope, truthOf, UNKNOWN, type Value } from './values.ts';

/** One run of a method: what it sends is collected in `sent`. */
export interface Machine {
  readonly program: Program;
  readonly sent: SentCall[];
  readonly stack: FunctionSyntax[];
  /** Expressions that may still be looked at: code that goes round in circles ends. */
  budget: number;
}

export interface Frame {
  readonly machine: Machine;
  readonly module: ModuleSyntax;
  readonly scope: Scope;
  readonly returns: Value[];
  /** What runs now does not always run. */
  maybe: boolean;
}

/** A request as it stands in the code. */
export interface SentCall {
  readonly method: Value;
  readonly path: Value;
  readonly query: Value | null;
  readonly headers: Value | null;
  readonly body: Value | null;
  readonly maybe: boolean;
  /** Arguments of the call whose place could not be told. */
  readonly unclear: readonly string[];
  readonly at: { readonly file: string; readonly line: number };
}

export interface Given {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** What `**x` brings and is not known by name. */
  readonly rest: readonly Value[];
}

export function evaluate(expression: Expression, frame: Frame): Value {
  if (frame.machine.budget-- <= 0) return UNKNOWN;
  switch (expression.kind) {
    case 'literal':
      return known(expression.value);
    case 'name':
      return lookUp(expression.name, frame);
    case 'member':
      return readMember(evaluate(expression.of, frame), expression.name, frame);
    case 'index':
      return readIndex(evaluate(expression.of, frame), evaluate(expression.key, frame), frame);
    case 'text':
      return { kind: 'text', parts: expression.parts.map((part) => evaluate(part, frame)) };
    case 'object':
      return objectOf(expression, frame);
    case 'list':
      return { kind: 'list', items: expression.items.map((item) => evaluate(item, frame)) };
    case 'call':
      return evaluateCall(expression, frame);
    case 'function':
      return { kind: 'function', function: expression.function, module: frame.module, self: null, scope: frame.scope };
    case 'choice':
      return decide(evaluate(expression.test, frame), expression, frame);
    case 'logic':
      return evaluateLogic(expression, frame);
    case 'equal':
      return evaluateEqual(expression, frame);
    case 'unknown':
      return { kind: 'derived', from: expression.parts.map((part) => evaluate(part, frame)) };
  }
}

function lookUp(name: string, { scope, module, machine }: Frame): Value {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  return machine.program.globals.get(module)?.names.get(name) ?? meaningOf(machine.program, module, name) ?? UNKNOWN;
}

function readIndex(of: Value, key: Value, frame: Frame): Value {
  if (key.kind === 'known' && typeof key.value === 'string') return readMember(of, key.value, frame);
  if (key.kind === 'known' && typeof key.value === 'number' && of.kind === 'list')
    return of.items[key.value] ?? UNKNOWN;
  return { kind: 'derived', from: [of] };
}

function objectOf(expression: Extract<Expression, { kind: 'object' }>, frame: Frame): Value {
  const object = emptyObject();
  for (const { key, value } of expression.members) {
    const given = evaluate(value, frame);
    const name = key === null ? null : evaluate(key, frame);
    if (name === null) spreadInto(object, given);
    else if (name.kind === 'known') object.members.set(String(name.value), { value: given, maybe: false });
    else object.rest.push(UNKNOWN);
  }
  return object;
}

export function spreadInto(object: ObjectValue, given: Value): void {
  if (given.kind === 'known') return;
  if (given.kind === 'choice') {
    const rich = given.of.filter(({ kind }) => kind !== 'known');
    for (const each of rich) {
      if (each.kind !== 'object') object.rest.push(each);
      else for (const [name, slot] of each.members) object.members.set(name, { ...slot, maybe: true });
    }
  } else if (given.kind === 'object') {
    for (const [name, slot] of given.members) object.members.set(name, slot);
    object.rest.push(...given.rest);
  } else object.rest.push(given);
}

function decide(test: Value, { yes, no }: Extract<Expression, { kind: 'choice' }>, frame: Frame): Value {
  const truth = truthOf(test);
  if (truth !== null) return evaluate(truth ? yes : no, frame);
  return choiceOf([evaluate(yes, frame), evaluate(no, frame)]);
}

function evaluateLogic({ operator, of }: Extract<Expression, { kind: 'logic' }>, frame: Frame): Value {
  const values: Value[] = [];
  for (const each of of) {
    const value = evaluate(each, frame);
    const truth = truthOf(value);
    if (operator === 'not') return truth === null ? UNKNOWN : known(!truth);
    if (truth !== null && truth === (operator === 'or')) return choiceOf([...values, value]);
    if (truth === null || each === of.at(-1)) values.push(value);
  }
  return choiceOf(values);
}

function evaluateEqual({ negated, of }: Extract<Expression, { kind: 'equal' }>, frame: Frame): Value {
  const [left, right] = [evaluate(of[0], frame), evaluate(of[1], frame)];
  if (left.kind === 'known' && right.kind === 'known') return known((left.value === right.value) !== negated);
  const [one, other] = left.kind === 'known' ? [left, right] : [right, left];
  const isThing =
    other.kind === 'object' || other.kind === 'list' || other.kind === 'instance' || other.kind === 'text';
  return one.kind === 'known' && one.value === null && isThing ? known(negated) : UNKNOWN;
}

function evaluateCall(call: Call, frame: Frame): Value {
  const callee = evaluate(call.callee, frame);
  const given = givenOf(call, frame);
  if (recordRequest({ call, callee, given }, frame)) return UNKNOWN;
  const results = (callee.kind === 'choice' ? callee.of : [callee]).map((each) => {
    if (each.kind === 'class') return create(each, given, frame.machine);
    if (each.kind === 'function') return callFunction(each, given, { machine: frame.machine, maybe: frame.maybe });
    return callLibrary(call, given, frame);
  });
  return choiceOf(results);
}

function givenOf(call: Call, frame: Frame): Given {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  const rest: Value[] = [];
  for (const { name, spread, value } of call.arguments) {
    const given = evaluate(value, frame);
    if (name !== null) named.set(name, given);
    else if (spread === null) positional.push(given);
    else if (spread === 'list' && given.kind === 'list') positional.push(...given.items);
    else if (given.kind === 'object') {
      for (const [key, slot] of given.members) named.set(key, slot.value);
      rest.push(...given.rest);
    } else rest.push(given);
  }
  return { positional, named, rest };
}

/** Functions whose result has the members of what they are given. */
const SAME = new Set(
  'dict list tuple stringify dumps fromEntries entries URLSearchParams Headers FormData Promise deepcopy copy resolve assign freeze urlencode'.split(
    ' ',
  ),
);
/** Methods of an object that keep its members. */
const SAME_METHODS = new Set(
  'items entries filter map copy dict model_dump to_dict toString toJSON optional join'.split(' '),
);

function callLibrary({ callee }: Call, given: Given, frame: Frame): Value {
  const name = callee.kind === 'name' ? callee.name : callee.kind === 'member' ? callee.name : '';
  const [first] = given.positional;
  if (SAME.has(name)) return given.positional.length === 0 ? keywordsOf(given) : mergeAll(given.positional);
  if (name === 'URL' && first !== undefined) return urlOf(given.positional);
  const self = callee.kind === 'member' ? evaluate(callee.of, frame) : null;
  if (self !== null && setMember(name, self, { given, frame })) return self;
  if (self?.kind === 'object' && SAME_METHODS.has(name)) return self;
  const own = self === null ? [] : [self];
  for (const each of given.positional) if (each.kind === 'function' && each.scope !== null) runCallback(each, frame);
  return { kind: 'derived', call: name, from: [...own, ...given.positional, ...given.named.values()] };
}

/** A function that is handed over will be called; nobody knows with what. */
function runCallback(callback: Extract<Value, { kind: 'function' }>, { machine }: Frame): void {
  callFunction(callback, { positional: [], named: new Map(), rest: [] }, { machine, maybe: true });
}

function keywordsOf({ named, rest }: Given): Value {
  const object = emptyObject();
  for (const [name, value] of named) object.members.set(name, { value, maybe: false });
  object.rest.push(...rest);
  return object;
}

function mergeAll(values: readonly Value[]): Value {
  const [only] = values;
  if (values.length === 1 && only !== undefined) return only;
  const object = emptyObject();
  for (const value of values) spreadInto(object, value);
  return object;
}

/** A URL with the query that is set on it afterwards. */
function urlOf(parts: readonly Value[]): Value {
  const [path, base] = parts;
  const object = emptyObject();
  object.members.set('href', {
    value: { kind: 'text', parts: base === undefined ? [path ?? UNKNOWN] : [path ?? UNKNOWN] },
    maybe: false,
  });
  object.members.set('searchParams', { value: emptyObject(), maybe: false });
  return object;
}

/** `params.set('x', y)`, `body.update(…)`, `body.setdefault('x', y)`. */
function setMember(
  name: string,
  self: Value,
  { given, frame }: { readonly given: Given; readonly frame: Frame },
): boolean {
  if (self.kind !== 'object') return false;
  const [first, value] = given.positional;
  if (['set', 'append', 'setdefault'].includes(name) && first?.kind === 'known' && value !== undefined) {
    self.members.set(String(first.value), { value, maybe: frame.maybe });
    return true;
  }
  if (name !== 'update') return false;
  spreadInto(self, first ?? keywordsOf(given));
  return true;
}
