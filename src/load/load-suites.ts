import { parseDuration } from '../lib/duration.ts';
import { mapValues } from '../lib/map-values.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { CallStep, Capture, Expectation, Scenario, Step, StepAuth, Suite } from '../model/suite.ts';
import { at, type BuildContext, reportAt, resolveProfiles } from './build-context.ts';
import { asList } from './formats/common.ts';
import { type StepFile, type SuiteFile, suiteFormat } from './formats/suite-format.ts';
import { readFolder } from './read-folder.ts';
import { validate } from './validate.ts';
import { type Path, parseYaml, type YamlSource } from './yaml-source.ts';

export interface LoadedSuite {
  readonly suite: Suite;
  readonly source: YamlSource;
}

export async function loadSuites(
  root: string,
  folder: string,
  { profiles, report }: { readonly profiles: readonly string[]; readonly report: (diagnostic: Diagnostic) => void },
): Promise<readonly LoadedSuite[]> {
  const files = await readFolder(root, folder, '*.yaml');
  return files.flatMap(({ file, inside, text }) => {
    const source = parseYaml(file, text);
    const { value, diagnostics } = validate(source, suiteFormat);
    for (const diagnostic of diagnostics) report(diagnostic);
    if (value === null) return [];
    const context: BuildContext = { source, profiles, report, resolveSchema: (schema) => schema };
    return [{ suite: buildSuite(context, inside.replace(/\.yaml$/, ''), value), source }];
  });
}

function buildSuite(context: BuildContext, name: string, file: SuiteFile): Suite {
  const setup = buildSteps(context, file.setup ?? [], ['setup']);
  const setupIds = new Set(setup.map(({ id }) => id));
  return {
    name,
    profiles: resolveProfiles(context, file.profiles, []),
    setup,
    scenarios: Object.entries(file.scenarios).map(([key, scenario]): Scenario => {
      const path = ['scenarios', key];
      const steps = buildSteps(context, scenario.steps, [...path, 'steps']);
      checkIds(context, { setupIds, steps, path: [...path, 'steps'] });
      return {
        name: key,
        profiles: resolveProfiles(context, scenario.profiles, path),
        alone: scenario.alone ?? false,
        steps,
        at: at(context, path, 'key'),
        ...(scenario.summary !== undefined && { summary: scenario.summary }),
        ...(scenario.target_values !== undefined && { targetValues: scenario.target_values }),
      };
    }),
    at: at(context, []),
    ...(file.summary !== undefined && { summary: file.summary }),
  };
}

function buildSteps(context: BuildContext, files: readonly StepFile[], path: Path): readonly Step[] {
  return files.flatMap((file, index) => repeated(buildStep(context, file, [...path, index]), file.repeat ?? 1));
}

/** The first copy keeps the id of the step, because later steps may refer to this id. */
function repeated(step: Step, times: number): readonly Step[] {
  return Array.from({ length: times }, (_, index) => (index === 0 ? step : { ...step, id: `${step.id}-${index + 1}` }));
}

function buildStep(context: BuildContext, file: StepFile, path: Path): Step {
  const base = { id: file.id, profiles: resolveProfiles(context, file.profiles, path), at: at(context, path) };
  if (file.wait !== undefined) return { kind: 'wait', ...base, ms: parseDuration(file.wait) ?? 0 };
  if (file.advance !== undefined) return { kind: 'advance', ...base, ms: parseDuration(file.advance) ?? 0 };
  return buildCall(file, base);
}

function buildCall(file: StepFile, base: Pick<Step, 'id' | 'profiles' | 'at'>): CallStep {
  return {
    kind: 'call',
    ...base,
    call: file.call ?? '',
    with: file.with ?? {},
    as: file.as ?? 'main',
    invalid: (file.invalid ?? false) || file.extra !== undefined || file.raw !== undefined,
    expect: buildExpectation(file.expect),
    capture: Object.fromEntries(
      Object.entries(file.capture ?? {}).map(([name, capture]) => [name, buildCapture(capture)]),
    ),
    ...(file.auth !== undefined && { auth: buildAuth(file.auth) }),
    ...(file.extra !== undefined && { extra: file.extra }),
    ...(file.raw !== undefined && { raw: file.raw }),
    ...(file.cleanup !== undefined && { cleanup: buildCleanup(file.cleanup) }),
    ...(file.eventually !== undefined && { eventuallyMs: parseDuration(file.eventually) ?? 0 }),
  };
}

function buildExpectation(file: StepFile['expect']): Expectation {
  return {
    status: file?.status === undefined ? [] : asList(file.status),
    headers: file?.headers ?? {},
    ...(file?.error !== undefined && { error: file.error }),
    ...(file?.body !== undefined && { body: file.body }),
  };
}

function buildCapture(file: NonNullable<StepFile['capture']>[string]): Capture {
  if ('body' in file) return { from: 'body', path: file.body };
  if ('header' in file) return { from: 'header', path: file.header };
  return { from: 'status', path: '' };
}

function buildAuth(file: NonNullable<StepFile['auth']>): StepAuth {
  if (typeof file === 'string') return { kind: file, credential: {} };
  const { kind, ...credential } = file;
  return {
    kind,
    credential: mapValues(credential, String),
  };
}

function buildCleanup(file: NonNullable<StepFile['cleanup']>): CallStep['cleanup'] {
  if (file === 'none') return null;
  return typeof file === 'string'
    ? { call: file, with: {} }
    : { call: file.call, with: (file.with ?? {}) as JsonObject }; // safe cast: zod has a separate type for JSON objects
}

interface IdCheck {
  readonly setupIds: ReadonlySet<string>;
  readonly steps: readonly Step[];
  readonly path: Path;
}

function checkIds(context: BuildContext, { setupIds, steps, path }: IdCheck): void {
  /** The index of each step in the file, by step id. All copies of a repeated step have one common index. */
  const seen = new Map<string, number>();
  let index = -1;
  let last: Step | undefined;
  for (const step of steps) {
    if (step.at !== last?.at) index += 1;
    last = step;
    const earlier = seen.get(step.id);
    if (earlier !== undefined || setupIds.has(step.id)) {
      const before = earlier === undefined ? 'the set-up' : `step ${earlier + 1}`;
      reportAt(context, {
        path: [...path, index, 'id'],
        code: 'id-duplicate',
        message: `must be unique in the scenario; ${before} already has the id "${step.id}"`,
      });
    }
    seen.set(step.id, index);
  }
}
