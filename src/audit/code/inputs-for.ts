import type { Given } from './evaluate.ts';
import { membersOf, type Program } from './program.ts';
import { schemaInputs } from './schema-inputs.ts';
import type { FunctionSyntax, ParameterSyntax } from './syntax.ts';
import { emptyObject, type Input, type ObjectValue, type Value } from './values.ts';

interface Wanted {
  readonly function: FunctionSyntax;
  /** Name of the class; '' for a function. */
  readonly owner: string;
  /** Of a tool: what its arguments are. */
  readonly schema?: Value | null;
}

/** Everything that a caller can give, each as an input of its own. */
export function inputsFor(program: Program, wanted: Wanted): Given {
  const { function: fn, schema } = wanted;
  const own = fn.parameters.filter(({ name }, index) => !(index === 0 && (name === 'self' || name === 'cls')));
  const declared = declaredParameters(program, wanted);
  const properties = schema === undefined || schema === null ? null : schemaInputs(schema);
  const last = own.at(-1);
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  for (const [index, parameter] of own.entries()) {
    if (parameter.rest === 'list') continue;
    const value =
      properties !== null && parameter === last ? properties : valueFor(parameter, declared?.[index], program);
    if (parameter.rest === 'map') return { positional, named, rest: [value] };
    if (parameter.named) named.set(parameter.name, value);
    else positional.push(value);
  }
  return { positional, named, rest: [] };
}

/** Of a JavaScript method: its parameters as the declaration file has them. */
function declaredParameters(program: Program, { function: fn, owner }: Wanted): readonly ParameterSyntax[] | undefined {
  return program.declared.get(`${owner}.${fn.name}`);
}

function valueFor(parameter: ParameterSyntax, typed: ParameterSyntax | undefined, program: Program): Value {
  const declared = parameter.declared ?? typed?.declared ?? null;
  const required = parameter.required && typed?.required !== false;
  const name = parameter.pattern === null ? parameter.name : (typed?.name ?? parameter.name);
  const input: Input = { kind: 'input', path: name, declared, required };
  if (parameter.pattern === null || declared === null) return input;
  const members = membersOf(program, declared);
  return members.length === 0
    ? input
    : objectOfInputs(members.map((each) => [each.name, { ...each, required: required && each.required }]));
}

interface Typed {
  readonly declared: string | null;
  readonly required: boolean;
}

function objectOfInputs(members: readonly (readonly [string, Typed])[]): ObjectValue {
  const object = emptyObject();
  for (const [path, { declared, required }] of members) {
    object.members.set(path, { value: { kind: 'input', path, declared, required }, maybe: !required });
  }
  return object;
}
