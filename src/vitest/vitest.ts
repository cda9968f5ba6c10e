import { resolve } from 'node:path';
import { beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { type ContractsOptions, type RunOptions, run, type TraceOptions, trace } from '../index.ts';
import { groupBy } from '../lib/group-by.ts';
import type { PlannedScenario } from '../model/plan.ts';
import type { Verdict } from '../model/verdict.ts';
import { printableDeep } from '../report/printable.ts';
import { casesOfVerdict, type TestCase } from '../report/test-cases.ts';
import { toMatchContract } from './match-contract.ts';

expect.extend({ toMatchContract });

declare module 'vitest' {
  interface Matchers<T> {
    /** Checks status, headers and body against the operation's contract. */
    toMatchContract(operation: string, options?: ContractsOptions): Promise<void>;
  }
}

/**
 * Registers a test for each scenario, but runs all selected scenarios at once before the first test.
 * @throws UserError as `run` of `wireparity` does
 */
export async function registerRun(options: RunOptions = {}): Promise<void> {
  const { plan } = await run({ ...options, list: true });
  const suites = groupBy(plan.scenarios, ({ suite }) => suite);
  const ordered = [...suites.values()].flat();
  describe(`parity run ${options.target ?? ''}`.trimEnd(), () => {
    let cases: Cases = new Map();
    // biome-ignore lint/correctness/noEmptyPattern: vitest requires an object pattern as the first parameter of a hook
    beforeAll(async ({}, suite) => {
      const selected = testsIn(suite).map(isSelected);
      const addresses = ordered.filter((_, index) => selected[index]).map(({ address }) => address);
      const { verdict } = await run({ ...options, ...(addresses.length < ordered.length && { addresses }) });
      if (verdict !== undefined) cases = casesOf(verdict);
    }, NO_TIMEOUT);
    for (const [suite, scenarios] of suites)
      describe(suite, () => {
        for (const scenario of scenarios) {
          const name = nameOf(scenario);
          test(name, (context) => reportCase(findCase(cases, suite, name), context, options.cwd));
        }
      });
    test(WHOLE, (context) => reportWhole(cases, context, options.cwd));
  });
}

/**
 * Traces a client while tests are collected, and registers a test for each method.
 * @throws UserError as `trace` of `wireparity` does
 */
export async function registerTrace(client: string, options: Omit<TraceOptions, 'clients'> = {}): Promise<void> {
  const { clients } = await trace({ ...options, clients: [client] });
  const [traced] = clients;
  if (traced === undefined) return;
  if ('error' in traced) throw traced.error;
  const cases = casesOf(traced.verdict);
  describe(`parity trace ${client}`, () => {
    for (const found of [...cases.values()].filter(({ suite }) => !OF_THE_WHOLE.has(suite)))
      test(found.name || found.suite, (context) => reportCase(found, context, options.cwd));
    test(WHOLE, (context) => reportWhole(cases, context, options.cwd));
    test.runIf(options.check === true)('the snapshot is the same as the trace', () => {
      expect(traced.snapshot, `run \`parity trace ${client} --update\` to write the snapshot`).toBe('same');
    });
  });
}

/** The tests have no timeout, because every call of a run has its own timeout. */
const NO_TIMEOUT = 0;

/** Problems of the whole run have their own test with this title. */
const WHOLE = 'the run reaches its end, and no ledger entry is wrong';
const OF_THE_WHOLE: ReadonlySet<string> = new Set(['xpass', 'ledger', 'run']);

type Cases = ReadonlyMap<string, TestCase>;

function casesOf(verdict: Verdict): Cases {
  return new Map([...casesOfVerdict(printableDeep(verdict))].map((each) => [keyOf(each.suite, each.name), each]));
}

function keyOf(suite: string, name: string): string {
  return `${suite}\n${name}`;
}

function nameOf({ address, suite }: PlannedScenario): string {
  return address.startsWith(`${suite}/`) ? address.slice(suite.length + 1) : address;
}

function findCase(cases: Cases, suite: string, name: string): TestCase {
  const none = { suite, name, seconds: 0, result: 'error', message: 'the run ended before this test' } as const;
  return cases.get(keyOf(suite, name)) ?? none;
}

async function reportWhole(cases: Cases, context: TestContext, root: string | undefined): Promise<void> {
  const told = [...cases.values()].filter(({ suite }) => OF_THE_WHOLE.has(suite));
  if (cases.size === 0) throw new Error('nothing was recorded');
  for (const each of told.filter(({ result }) => result === 'passed')) await reportCase(each, context, root);
  for (const each of told.filter(({ result }) => result !== 'passed')) await reportCase(each, context, root);
}

interface Task {
  readonly mode: string;
  readonly tasks?: readonly Task[];
}

function testsIn({ tasks = [] }: Task): readonly Task[] {
  return tasks.flatMap((task) => (task.tasks === undefined ? [task] : testsIn(task)));
}

function isSelected({ mode }: Task): boolean {
  return mode === 'run' || mode === 'queued' || mode === 'only';
}

/** A skipped test must not count as passed. */
async function reportCase(test: TestCase, { annotate, skip }: TestContext, root = ''): Promise<void> {
  const { result, type, message = '', properties = {} } = test;
  if (result === 'skipped') skip(type === 'pytest.xfail' ? `xfail: ${message}` : message);
  if (result === 'failure' || result === 'error') throw failureOf(test, root);
  const outcome = properties.outcome ?? (properties.xpass === undefined ? undefined : 'xpassed');
  if (outcome !== undefined) await annotate(`${outcome}: ${test.text ?? test.name}`, outcome);
}

/** Adds the position in the data file to the stack, because vitest shows this position. */
function failureOf({ name, type = 'failed', message = '', text, file, line = 1 }: TestCase, root: string): Error {
  const error = new Error([message, text].filter((part) => part !== undefined && part !== '').join('\n\n'));
  error.name = type;
  const at = file === undefined ? '' : `\n    at ${name.replaceAll(/[()\s]/g, ' ')} (${resolve(root, file)}:${line}:1)`;
  error.stack = `${type}: ${error.message}${at}`;
  return error;
}
