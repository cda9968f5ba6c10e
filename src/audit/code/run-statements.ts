import { bindPattern } from './call.ts';
import { evaluate, type Frame } from './evaluate.ts';
import { classNamed } from './program.ts';
import type { Statement, Target } from './syntax.ts';
import { alternatives, choiceOf, truthOf, UNKNOWN, type Value } from './values.ts';

/** Both ways of a branch are walked unless its test is certain. Returns whether what follows cannot be reached. */
export function runStatements(statements: readonly Statement[], frame: Frame): boolean {
  for (const statement of statements) {
    if (runStatement(statement, frame)) return true;
  }
  return false;
}

function runStatement(statement: Statement, frame: Frame): boolean {
  switch (statement.kind) {
    case 'assign':
      assign(statement.target, typed(evaluate(statement.value, frame), statement.declared, frame), frame);
      return false;
    case 'run':
      evaluate(statement.value, frame);
      return false;
    case 'return':
      frame.returns.push(statement.value === null ? UNKNOWN : evaluate(statement.value, frame));
      return true;
    case 'stop':
      return true;
    case 'maybe':
      perhaps(statement.body, frame);
      return false;
    case 'branch':
      return branch(statement, frame);
  }
}

function branch({ test, yes, no }: Extract<Statement, { kind: 'branch' }>, frame: Frame): boolean {
  const truth = truthOf(evaluate(test, frame));
  if (truth !== null) return runStatements(truth ? yes : no, frame);
  const ends = [perhaps(yes, frame), perhaps(no, frame)];
  return ends.every((end) => end);
}

function perhaps(body: readonly Statement[], frame: Frame): boolean {
  const before = frame.maybe;
  frame.maybe = true;
  const ended = runStatements(body, frame);
  frame.maybe = before;
  return ended;
}

/** Of an unknown call whose result has a declared class of the code, an instance of it. */
function typed(value: Value, declared: string | null, { machine }: Frame): Value {
  if (declared === null || value.kind !== 'derived') return value;
  const found = classNamed(machine.program, declared);
  return found === null ? value : { kind: 'instance', class: found.item, module: found.module, fields: new Map() };
}

function assign(target: Target, value: Value, frame: Frame): void {
  switch (target.kind) {
    case 'name':
      setName(target.name, value, frame);
      return;
    case 'names':
      for (const [index, name] of target.names.entries()) {
        setName(
          name,
          value.kind === 'list' ? (value.items[index] ?? UNKNOWN) : { kind: 'derived', from: [value] },
          frame,
        );
      }
      return;
    case 'pattern':
      bindPattern(target, value, frame);
      return;
    case 'member':
      setMember(evaluate(target.of, frame), target.name, { value, frame });
      return;
    case 'index': {
      const key = evaluate(target.key, frame);
      const of = evaluate(target.of, frame);
      if (key.kind === 'known') setMember(of, String(key.value), { value, frame });
      else for (const each of alternatives(of)) if (each.kind === 'object') each.rest.push(UNKNOWN);
    }
  }
}

function setName(name: string, value: Value, { scope, maybe }: Frame): void {
  const before = scope.names.get(name);
  scope.names.set(name, maybe && before !== undefined ? choiceOf([before, value]) : value);
}

function setMember(of: Value, name: string, { value, frame }: { readonly value: Value; readonly frame: Frame }): void {
  for (const each of alternatives(of)) {
    if (each.kind === 'instance') {
      const before = each.fields.get(name);
      each.fields.set(name, frame.maybe && before !== undefined ? choiceOf([before, value]) : value);
    } else if (each.kind === 'object') {
      const before = each.members.get(name);
      const maybe = frame.maybe && (before === undefined || before.maybe);
      each.members.set(name, {
        value: before === undefined || !frame.maybe ? value : choiceOf([before.value, value]),
        maybe,
      });
    }
  }
}
