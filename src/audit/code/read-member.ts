import { callFunction, NOTHING_GIVEN } from './call.ts';
import type { Frame } from './evaluate.ts';
import { classNamed, membersOf, methodOf } from './program.ts';
import { choiceOf, type Input, known, type Value } from './values.ts';

/** `of.name`. */
export function readMember(of: Value, name: string, frame: Frame): Value {
  const { program } = frame.machine;
  switch (of.kind) {
    case 'instance': {
      const own = of.fields.get(name);
      if (own !== undefined) return own;
      const method = methodOf(program, of.class, name);
      if (method === null) return { kind: 'derived', from: [] };
      const value = { kind: 'function', function: method, module: of.module, self: of, scope: null } as const;
      return method.property ? callFunction(value, NOTHING_GIVEN, frame) : value;
    }
    case 'class': {
      const method = methodOf(program, of.class, name);
      if (method !== null) return { kind: 'function', function: method, module: of.module, self: of, scope: null };
      return { kind: 'derived', from: [] };
    }
    case 'module':
      return moduleMember(of.module, name, frame);
    case 'object': {
      const slot = of.members.get(name);
      if (slot === undefined) return of.rest.length === 0 ? known(null) : { kind: 'derived', from: of.rest };
      return slot.maybe ? choiceOf([slot.value, known(null)]) : slot.value;
    }
    case 'input':
      return inputMember(of, name, frame);
    case 'choice':
      return choiceOf(of.of.filter(({ kind }) => kind !== 'known').map((each) => readMember(each, name, frame)));
    default:
      return { kind: 'derived', from: [of] };
  }
}

/** A member of what the caller gave; an object of the code itself is made when the type says which class it is. */
function inputMember(of: Input, name: string, { machine }: Pick<Frame, 'machine'>): Value {
  const member =
    of.declared === null ? undefined : membersOf(machine.program, of.declared).find((each) => each.name === name);
  if (member === undefined && of.declared !== null) {
    const found = classNamed(machine.program, of.declared);
    const method = found === null ? null : methodOf(machine.program, found.item, name);
    if (found !== null && method !== null) {
      const self = { kind: 'instance', class: found.item, module: found.module, fields: new Map() } as const;
      return { kind: 'function', function: method, module: found.module, self, scope: null };
    }
  }
  return {
    kind: 'input',
    path: `${of.path}.${name}`,
    declared: member?.declared ?? null,
    required: of.required && member?.required === true,
  };
}

function moduleMember(module: Extract<Value, { kind: 'module' }>['module'], name: string, { machine }: Frame): Value {
  const value = machine.program.globals.get(module)?.names.get(name);
  const fn = module.functions.find((each) => each.name === name);
  const owner = module.classes.find((each) => each.name === name);
  if (owner !== undefined) return { kind: 'class', class: owner, module };
  if (fn !== undefined) return { kind: 'function', function: fn, module, self: null, scope: null };
  return value ?? { kind: 'derived', from: [] };
}
