import { type Answer, type Bench, errorCode, freshName } from '../support.ts';

/** The result of these requests shows whether the sandbox has the defect. */
export interface Probe {
  readonly run: (bench: Bench) => Promise<unknown>;
  readonly clean: unknown;
  readonly broken: unknown;
}

/** A probe whose result is the status of one response. */
export function status(clean: number, broken: number, run: (bench: Bench) => Promise<Answer>): Probe {
  return { run: async (bench) => (await run(bench)).status, clean, broken };
}

/** A probe whose result is the error code of one response. */
export function code(clean: string, broken: string, run: (bench: Bench) => Promise<Answer>): Probe {
  return { run: async (bench) => errorCode(await run(bench)), clean, broken };
}

/** The result is true without the defect and false with the defect. */
export function fact(run: (bench: Bench) => Promise<boolean>): Probe {
  return { run, clean: true, broken: false };
}

export async function newExecution(bench: Bench, cueFields: object = {}): Promise<string> {
  return bench.fire(await bench.createCue(cueFields));
}

export async function message(
  bench: Bench,
  fields: object = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const agent = await bench.createAgent();
  return bench.send(agent, { to: agent, ...fields }, headers);
}

export function post(bench: Bench, path: string, body: object, headers: Record<string, string> = {}): Promise<Answer> {
  return bench.call(`POST ${path}`, { body, headers });
}

export function cueBody(fields: object = {}) {
  const schedule = { type: 'recurring', cron: '0 9 * * *' };
  return { name: freshName('probe'), schedule, transport: 'worker', ...fields };
}
