import { evaluate, type Frame, type Given, type Machine, spreadInto } from './evaluate.ts';
import { classNamed, membersOf, methodOf } from './program.ts';
import { readMember } from './read-member.ts';
import { runStatements } from './run-statements.ts';
import type { ParameterSyntax, Pattern } from './syntax.ts';
import { choiceOf, emptyObject, type FunctionValue, known, type Scope, UNKNOWN, type Value } from './values.ts';

export const NOTHING_GIVEN: Given = { positional: [], named: new Map(), rest: [] };

const DEPTH = 20;

/** What a function of the client's own code comes to. A function that calls itself is entered once more only. */
export function callFunction(
  value: FunctionValue,
  given: Given,
  { machine, maybe }: Pick<Frame, 'machine' | 'maybe'>,
): Value {
  const { stack } = machine;
  const rounds = stack.filter((each) => each === value.function).length;
  if (rounds > 1 || stack.length > DEPTH)
    return { kind: 'derived', from: [...given.positional, ...given.named.values()] };
  const scope: Scope = { names: new Map(), outer: value.scope };
  const frame: Frame = { machine, module: value.module, scope, returns: [], maybe };
  bindSelf(value, frame);
  const parameters = takesSelf(value) ? value.function.parameters.slice(1) : value.function.parameters;
  bindParameters(parameters, given, frame);
  if (stack.length > 0) machine.program.called.add(value.function);
  stack.push(value.function);
  runStatements(value.function.body, frame);
  stack.pop();
  return frame.returns.length === 0 ? UNKNOWN : choiceOf(frame.returns);
}

/** An instance of a class of the client's own code. */
export function create(
  { class: owner, module }: Extract<Value, { kind: 'class' }>,
  given: Given,
  machine: Machine,
): Value {
  const instance = { kind: 'instance', class: owner, module, fields: new Map<string, Value>() } as const;
  const scope: Scope = { names: new Map([['this', instance]]), outer: null };
  for (const { name, value, declared } of owner.fields) {
    const typed = declared === null ? null : classNamed(machine.program, declared);
    if (value !== null)
      instance.fields.set(name, evaluate(value, { machine, module, scope, returns: [], maybe: false }));
    else if (typed !== null)
      instance.fields.set(name, { kind: 'instance', class: typed.item, module: typed.module, fields: new Map() });
  }
  const maker = methodOf(machine.program, owner, '__init__') ?? methodOf(machine.program, owner, 'constructor');
  if (maker === null) {
    for (const [name, value] of given.named) instance.fields.set(name, value);
  } else {
    callFunction({ kind: 'function', function: maker, module, self: instance, scope: null }, given, {
      machine,
      maybe: false,
    });
  }
  return instance;
}

/** Python's first parameter is the object itself. */
function takesSelf({ function: fn, self }: FunctionValue): boolean {
  const first = fn.parameters[0]?.name;
  return self !== null && !fn.static && (first === 'self' || first === 'cls');
}

function bindSelf(value: FunctionValue, { scope }: Frame): void {
  if (value.self === null) return;
  scope.names.set('this', value.self);
  const first = value.function.parameters[0];
  if (takesSelf(value) && first !== undefined) scope.names.set(first.name, value.self);
}

function bindParameters(parameters: readonly ParameterSyntax[], given: Given, frame: Frame): void {
  const positional = [...given.positional];
  const named = new Map(given.named);
  for (const parameter of parameters) {
    if (parameter.rest === 'list') bind(parameter, { kind: 'list', items: positional.splice(0) }, frame);
    else if (parameter.rest === 'map') bind(parameter, restObject(named, given.rest), frame);
    else {
      const value = parameter.named ? undefined : positional.shift();
      bind(parameter, value ?? take(named, parameter.name) ?? fallback(parameter, given, frame), frame);
    }
  }
}

function take(named: Map<string, Value>, name: string): Value | undefined {
  const value = named.get(name);
  named.delete(name);
  return value;
}

function fallback({ default: value, required }: ParameterSyntax, { rest }: Given, frame: Frame): Value {
  if (rest.length > 0) return { kind: 'derived', from: rest };
  return value !== null ? evaluate(value, frame) : required ? UNKNOWN : known(null);
}

function restObject(named: ReadonlyMap<string, Value>, rest: readonly Value[]): Value {
  const object = emptyObject();
  for (const [name, value] of named) object.members.set(name, { value, maybe: false });
  object.rest.push(...rest);
  return object;
}

function bind({ name, pattern }: ParameterSyntax, value: Value, frame: Frame): void {
  frame.scope.names.set(name, value);
  if (pattern !== null) bindPattern(pattern, value, frame);
}

/** `const { a, b = 1, ...rest } = value`. */
export function bindPattern(pattern: Pattern, value: Value, frame: Frame): void {
  for (const { key, name, default: otherwise } of pattern.members) {
    const given = readMember(value, key, frame);
    const isAbsent = given.kind === 'known' && given.value === null;
    frame.scope.names.set(name, isAbsent && otherwise !== null ? evaluate(otherwise, frame) : given);
  }
  if (pattern.rest === null) return;
  const rest = emptyObject();
  const members =
    value.kind === 'input' && value.declared !== null ? membersOf(frame.machine.program, value.declared) : [];
  for (const { name } of members) rest.members.set(name, { value: readMember(value, name, frame), maybe: true });
  if (members.length === 0) spreadInto(rest, value);
  for (const { key } of pattern.members) rest.members.delete(key);
  frame.scope.names.set(pattern.rest, rest);
}
