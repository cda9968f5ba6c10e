import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { userError } from '../lib/error.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { ContractSet } from '../model/contract.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { IntendedCall } from '../model/exchange.ts';
import { fieldsOfProfile } from '../schema/field-tree.ts';
import { type IntentFileEntry, intentFormat } from './formats/intent-format.ts';
import { readList } from './versioned-list.ts';
import { type Path, parseYaml } from './yaml-source.ts';

interface IntentContext {
  readonly contracts: ContractSet;
  readonly profile: string;
  readonly cwd: string;
}

interface ReadCall extends IntendedCall {
  readonly path: Path;
}

/** Loads the calls of an intent file, in order. @throws file-missing, intent-invalid */
export async function loadIntent(file: string, context: IntentContext): Promise<readonly IntendedCall[]> {
  const text = await readFile(resolve(context.cwd, file), 'utf8').catch(() => undefined);
  if (text === undefined)
    throw userError('file-missing', `there is no intent file ${file}`, { hint: 'See docs/reference/intent.md.' });
  const source = parseYaml(file, text);
  const { entries, diagnostics, pathOf } = readList<IntentFileEntry>(source, intentFormat);
  const calls = entries.flatMap((entry, index) => readCalls(entry, pathOf(index)));
  const problems = [
    ...diagnostics,
    ...calls.flatMap((call) =>
      problemsOf(call, context).map(
        ({ path, ...problem }): Diagnostic => ({
          ...{ severity: 'error', code: 'intent-invalid', at: source.locate(path, 'key'), path: path.join('.') },
          ...problem,
        }),
      ),
    ),
  ];
  if (problems.length > 0) throw invalid(problems);
  if (calls.length === 0)
    throw userError('intent-invalid', `${file} must contain at least one call; it contains none`, {
      hint: 'Write one entry per call: - orders.ship: { id: o1 }',
    });
  return calls.map(({ operation, with: given }) => ({ operation, with: given }));
}

function readCalls(entry: IntentFileEntry, at: Path): readonly ReadCall[] {
  return Object.entries(entry).map(([operation, given]) => ({
    ...{ operation, with: given ?? {} },
    path: [...at, operation],
  }));
}

interface IntentProblem {
  readonly path: Path;
  readonly message: string;
  readonly hint?: string;
}

function problemsOf(call: ReadCall, { contracts, profile }: IntentContext): readonly IntentProblem[] {
  const contract = contracts.operations.get(call.operation);
  if (contract === undefined) {
    const hint = didYouMean(call.operation, contracts.operations.keys());
    return [unknown(call.path, `must be an operation of the contracts; was "${call.operation}"`, hint)];
  }
  const names = fieldsOfProfile(contract, profile).map(({ name }) => name);
  return Object.keys(call.with)
    .filter((name) => !names.includes(name))
    .map((name) =>
      unknown([...call.path, name], `must be a field of ${call.operation}; was "${name}"`, didYouMean(name, names)),
    );
}

function unknown(path: Path, message: string, hint: string | undefined): IntentProblem {
  return { path, message, ...(hint !== undefined && { hint }) };
}

function invalid(problems: readonly Diagnostic[]): Error {
  const lines = problems.map(({ at, path, message, hint }) => {
    return `${at.file}:${at.line}:${at.column} ${path} ${message}${hint === undefined ? '' : `; ${hint}`}`;
  });
  return userError('intent-invalid', lines.join('\n'), { hint: 'See docs/reference/intent.md.' });
}
