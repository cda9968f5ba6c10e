import { callFunction, create } from './call.ts';
import { commandName } from './command-name.ts';
import type { Given, Machine, SentCall } from './evaluate.ts';
import { inputsFor } from './inputs-for.ts';
import { methodOf, type Program } from './program.ts';
import { runStatements } from './run-statements.ts';
import { chainOf, type FunctionSyntax, type ModuleSyntax } from './syntax.ts';
import type { FunctionValue, InstanceValue, Value } from './values.ts';

/** Something that a caller of the client can call, and what it sends. */
export interface Entry {
  /** As a trace calls it: `cues.fire`. */
  readonly name: string;
  readonly function: FunctionValue;
  readonly sent: readonly SentCall[];
}

/** The methods, functions, commands and tools of a client's code that send something. */
export function entriesOf(program: Program): readonly Entry[] {
  const machine = newMachine(program);
  for (const module of program.modules) runModule(module, program, machine);
  const methods = methodEntries(program);
  const inClasses = new Set(methods.map((entry) => entry.function.function));
  const tools = toolEntries(program);
  const found = [
    ...methods,
    ...tools,
    ...functionEntries(program, new Set(tools.map(({ function: fn }) => fn.function))),
  ];
  const byName = new Map<string, Entry>();
  for (const entry of found) {
    const other = byName.get(entry.name);
    if (other === undefined || (!inClasses.has(other.function.function) && inClasses.has(entry.function.function))) {
      byName.set(entry.name, entry);
    }
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function newMachine(program: Program): Machine {
  return { program, sent: [], stack: [], budget: 60_000 };
}

function runModule(module: ModuleSyntax, program: Program, machine: Machine): void {
  const scope = { names: new Map<string, Value>(), outer: null };
  program.globals.set(module, scope);
  runStatements(module.body, { machine, module, scope, returns: [], maybe: false });
}

function methodEntries(program: Program): readonly Entry[] {
  const instances = [...program.classes.values()]
    .flat()
    .filter(({ item }) => !item.bases.some(isError))
    .map(({ item, module }) => {
      const maker = methodOf(program, item, '__init__') ?? methodOf(program, item, 'constructor');
      const given = maker === null ? NOTHING : inputsFor(program, { function: maker, owner: item.name });
      return create({ kind: 'class', class: item, module }, given, newMachine(program));
    });
  const made = instances.filter((each) => each.kind === 'instance');
  const owned = new Set(made.flatMap((each) => publicFields(each, program).map(([, inner]) => inner.class)));
  const roots = made.filter((each) => !owned.has(each.class));
  return roots.flatMap((root) => entriesUnder(root, [], program));
}

const NOTHING: Given = { positional: [], named: new Map(), rest: [] };
const DEPTH = 4;

function isError(base: string): boolean {
  return /(Error|Exception)$/.test(base);
}

function entriesUnder(instance: InstanceValue, above: readonly string[], program: Program): readonly Entry[] {
  const own = allMethods(instance, program)
    .filter(({ name, property }) => isPublic(name) && name !== 'constructor' && !property)
    .flatMap((method): readonly Entry[] => {
      const fn: FunctionValue = {
        kind: 'function',
        function: method,
        module: instance.module,
        self: instance,
        scope: null,
      };
      const sent = sentBy(fn, { program, owner: instance.class.name });
      return sent.length === 0 ? [] : [{ name: [...above, method.name].join('.'), function: fn, sent }];
    });
  if (above.length >= DEPTH) return own;
  return [
    ...own,
    ...publicFields(instance, program).flatMap(([name, inner]) => entriesUnder(inner, [...above, name], program)),
  ];
}

function allMethods({ class: owner }: InstanceValue, program: Program): readonly FunctionSyntax[] {
  const inherited = owner.bases.flatMap((base) => program.classes.get(base)?.[0]?.item.methods ?? []);
  const own = new Set(owner.methods.map(({ name }) => name));
  return [...owner.methods, ...inherited.filter(({ name }) => !own.has(name))];
}

function publicFields(instance: InstanceValue, program: Program): readonly (readonly [string, InstanceValue])[] {
  const properties = instance.class.methods
    .filter(({ property, name }) => property && isPublic(name))
    .map((method) => {
      const fn: FunctionValue = {
        kind: 'function',
        function: method,
        module: instance.module,
        self: instance,
        scope: null,
      };
      return [method.name, callFunction(fn, NOTHING, { machine: newMachine(program), maybe: false })] as const;
    });
  return [...instance.fields, ...properties].flatMap(([name, value]) =>
    isPublic(name) && value.kind === 'instance' && value.class !== instance.class ? [[name, value] as const] : [],
  );
}

function isPublic(name: string): boolean {
  return !/^[_#]/.test(name);
}

function sentBy(
  fn: FunctionValue,
  { program, owner }: { readonly program: Program; readonly owner: string },
): readonly SentCall[] {
  const machine = newMachine(program);
  const given = inputsFor(program, { function: fn.function, owner });
  const result = callFunction(fn, given, { machine, maybe: false });
  // A context manager sends when it is left.
  if (machine.sent.length === 0 && result.kind === 'instance') {
    const leave = methodOf(program, result.class, '__exit__');
    if (leave !== null)
      callFunction({ ...fn, function: leave, module: result.module, self: result }, NOTHING, { machine, maybe: true });
  }
  return machine.sent;
}

/** Functions that no other function of the client's own calls. */
function functionEntries(program: Program, taken: ReadonlySet<FunctionSyntax>): readonly Entry[] {
  const found = program.modules.flatMap((module) =>
    module.functions
      .filter((each) => isPublic(each.name) && !taken.has(each))
      .map((fn) => ({
        fn,
        module,
        sent: sentBy({ kind: 'function', function: fn, module, self: null, scope: null }, { program, owner: '' }),
      })),
  );
  return found
    .map((each) => ({ ...each, command: commandName(each.fn, each.module) }))
    .filter(
      ({ sent, fn, command }) =>
        sent.length > 0 && (command !== null || !(program.called.has(fn) || fn.name === 'main')),
    )
    .map(({ fn, module, sent, command }) => ({
      name: command ?? fn.name,
      function: { kind: 'function', function: fn, module, self: null, scope: null },
      sent,
    }));
}

/** `{ name: 'cues_fire', handler: (…) => … }`, and `server.tool('cues_fire', …, (…) => …)`. */
function toolEntries(program: Program): readonly Entry[] {
  const found = [...program.globals].flatMap(([module, scope]) => [
    ...[...scope.names.values()].flatMap((value) => toolsIn(value)),
    ...module.body.flatMap((statement) => (statement.kind === 'run' ? registered(statement.value, module) : [])),
  ]);
  return found.flatMap(({ name, fn, schema }): readonly Entry[] => {
    const machine = newMachine(program);
    const given = inputsFor(program, { function: fn.function, owner: '', schema });
    callFunction(fn, given, { machine, maybe: false });
    return machine.sent.length === 0 ? [] : [{ name, function: fn, sent: machine.sent }];
  });
}

interface Tool {
  readonly name: string;
  readonly fn: FunctionValue;
  readonly schema: Value | null;
}

function toolsIn(value: Value, depth = 0): readonly Tool[] {
  if (value.kind === 'list' && depth < 3) return value.items.flatMap((item) => toolsIn(item, depth + 1));
  if (value.kind !== 'object') return [];
  const name = value.members.get('name')?.value;
  const slots = [...value.members.values()].map((slot) => slot.value);
  const fn = slots.find((each) => each.kind === 'function');
  if (name?.kind !== 'known' || fn?.kind !== 'function') {
    return depth < 3 ? slots.flatMap((each) => toolsIn(each, depth + 1)) : [];
  }
  const schema = ['inputSchema', 'input_schema', 'schema', 'parameters'].map((key) => value.members.get(key)?.value);
  return [{ name: String(name.value), fn, schema: schema.find((each) => each !== undefined) ?? null }];
}

function registered(expression: Parameters<typeof chainOf>[0], module: ModuleSyntax): readonly Tool[] {
  if (expression.kind !== 'call' || !/tool$/i.test(chainOf(expression.callee)?.at(-1) ?? '')) return [];
  const [name] = expression.arguments;
  const last = expression.arguments.at(-1)?.value;
  if (name?.value.kind !== 'literal' || last?.kind !== 'function') return [];
  const fn: FunctionValue = { kind: 'function', function: last.function, module, self: null, scope: null };
  return [{ name: String(name.value.value), fn, schema: null }];
}
