import { groupBy } from '../lib/group-by.ts';
import { writeJson } from '../lib/json-text.ts';
import { plural } from '../lib/plural.ts';
import type { Cause } from '../model/cause.ts';
import type { Verdict } from '../model/verdict.ts';
import { exitMeaning } from './exit-meaning.ts';
import { findingName } from './finding-words.ts';
import { type Annotation, command } from './github-command.ts';
import { printableDeep } from './printable.ts';
import type { Reporter } from './reporter.ts';
import { locateSteps, reasonOf, type StepSource, stepsWith } from './steps.ts';

const SHOWN = 10;

/** GitHub shows only ten errors and ten warnings, so xpasses and severe findings come first. */
export const reportGithub: Reporter = (verdict, { details }) => {
  const safe = printableDeep(verdict);
  const sources = locateSteps(safe);
  const warnings = [...leftoverAnnotations(safe, sources), ...findingAnnotations(safe, 'warning', sources)];
  const xpasses = xpassAnnotations(safe);
  const errors = [
    ...runAnnotations(safe),
    ...findingAnnotations(safe, 'error', sources),
    ...blockedAnnotations(safe, sources),
    ...ledgerAnnotations(safe),
  ];
  const shownWarnings = [...xpasses, ...warnings].slice(0, SHOWN);
  const lines = [
    ...shownWarnings.slice(0, xpasses.length).map((one) => command('warning', one)),
    ...errors.slice(0, SHOWN).map((one) => command('error', one)),
    ...shownWarnings.slice(xpasses.length).map((one) => command('warning', one)),
    ...remainder(errors.length - SHOWN, xpasses.length + warnings.length - SHOWN, details),
  ];
  return [lines.map((line) => `${line}\n`).join('')];
};

function xpassAnnotations({ xpasses }: Verdict): readonly Annotation[] {
  return xpasses.map(({ what, reason, ref, at, strict }) => ({
    at: at ?? undefined,
    title: strict ? 'XPASS (strict)' : 'XPASS',
    message: [what, `reason: ${reason}`, ref && `ref: ${ref}`].filter((line) => line !== undefined).join('\n'),
  }));
}

type Sources = ReadonlyMap<string, StepSource>;

function findingAnnotations(verdict: Verdict, severity: 'error' | 'warning', sources: Sources): readonly Annotation[] {
  return verdict.causes.filter((cause) => cause.severity === severity).map((cause) => causeAnnotation(cause, sources));
}

function causeAnnotation({ first, addresses }: Cause, sources: Sources): Annotation {
  const others = addresses.length - 1;
  const lines = [
    first.address,
    `expected: ${first.expected}`,
    `observed: ${first.observed}`,
    `evidence: ${first.evidence.exchange} ${first.evidence.pointer}`,
    others > 0 ? `also at ${plural(others, 'more step', 'more steps')}` : [],
  ].flat();
  return { at: sources.get(first.address), title: findingName(first), message: lines.join('\n') };
}

/** Returns one annotation per reason, because a server that is down blocks every step for the same reason. */
function blockedAnnotations(verdict: Verdict, sources: Sources): readonly Annotation[] {
  return [...groupBy(stepsWith(verdict, 'blocked'), reasonOf)].map(([reason, group]) => ({
    at: sources.get(group[0].address),
    title: `blocked: ${plural(group.length, 'step')}`,
    message: `${reason}\nfirst: ${group[0].address}`,
  }));
}

function ledgerAnnotations({ ledgerProblems }: Verdict): readonly Annotation[] {
  return ledgerProblems.map(({ kind, at, message, hint }) => ({
    at,
    column: at.column,
    title: `xfail ledger: ${kind}`,
    message: hint === undefined ? message : `${message}\n${hint}`,
  }));
}

/** Returns a problem of the whole run, such as an interruption. No step shows such a problem. */
function runAnnotations({ end, exitCode }: Verdict): readonly Annotation[] {
  if (end !== null && exitCode !== 130 && exitCode !== 5) return [];
  const message = end === null ? 'The recording has no end: the run was killed or crashed.' : exitMeaning(exitCode);
  return [{ at: undefined, title: 'run', message }];
}

function leftoverAnnotations({ leftovers }: Verdict, sources: Sources): readonly Annotation[] {
  return leftovers.map(({ madeBy, operation, with: fields, reason }) => ({
    at: sources.get(madeBy),
    title: 'left behind',
    message: `${operation} ${writeJson(fields)}\nmade by ${madeBy}: ${reason}`,
  }));
}

function remainder(errors: number, warnings: number, details: string): readonly string[] {
  const parts = [errors > 0 ? plural(errors, 'more error') : [], warnings > 0 ? plural(warnings, 'more warning') : []];
  const counted = parts.flat().join(' and ');
  if (counted === '') return [];
  const message = `${counted} not shown here: see the job summary, or ${details}`;
  return [command('notice', { at: undefined, title: 'parity', message })];
}
