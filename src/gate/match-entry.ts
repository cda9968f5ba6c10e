import { causeId } from '../judge/causes/cause-id.ts';
import { KINDS } from '../judge/kinds.ts';
import { globMatches } from '../model/client.ts';
import type { Finding } from '../model/finding.ts';
import type { Xfail } from '../model/ledger.ts';
import type { JudgedStep } from '../model/verdict.ts';
import { placeOf, readPlace } from './place-of.ts';

export interface EntryMatch {
  readonly entry: Xfail;
  /** Empty if the cause did not occur, or if the entry matches several causes. */
  readonly excuses: readonly { readonly step: JudgedStep; readonly finding: Finding }[];
  /** One finding for each cause. Empty unless the entry matches several causes. */
  readonly ambiguous: readonly Finding[];
  readonly shownAt: number;
  /** Number of tested places, or of tested fields if the entry lists no places. */
  readonly triedAt: number;
  /** Places of the entry where a test did not show the cause. */
  readonly gone: readonly string[];
  readonly disprovedBy: JudgedStep | undefined;
}

/** After an incomplete run (`whole` is false), an untested step might still show the cause. */
export function matchEntry(entry: Xfail, steps: readonly JudgedStep[], whole: boolean): EntryMatch {
  const here = steps.filter((step) => isAtPlace(step, entry));
  const exercised = here.filter(({ state }) => state === 'exercised');
  const excuses = exercised.flatMap((step) =>
    step.findings.filter((finding) => isMeant(finding, entry, step)).map((finding) => ({ step, finding })),
  );
  const found = excuses.map(({ finding }) => finding);
  const byCause = new Map(found.map((finding) => [finding.cause, finding]));
  const isAmbiguous = byCause.size > 1;
  const isOneStep = 'step' in entry.place || entry.witness !== undefined;
  const isComplete = whole && here.every((step) => step.state === 'exercised' || isUntriedSetUp(step));
  const canDisprove = found.length === 0 && (isOneStep || isComplete);
  const disproof = () => (canDisprove ? exercised.find((step) => canShow(step, entry)) : undefined);
  const shown = new Set(excuses.map(({ step: { address }, finding }) => placeOf({ ...finding, address })));
  const tests = (place: string) => exercised.find((step) => testsPlace(step, entry, { place, isComplete }));
  const gone = (entry.places ?? []).filter((place) => !shown.has(place) && tests(place) !== undefined);
  return {
    entry,
    excuses: isAmbiguous ? [] : excuses,
    ambiguous: isAmbiguous ? [...byCause.values()] : [],
    shownAt: shown.size,
    triedAt: shown.size + (entry.places === undefined ? silentFields(here, entry, found).size : gone.length),
    gone,
    disprovedBy: entry.places === undefined ? disproof() : gone.map(tests)[0],
  };
}

interface ListedPlace {
  readonly place: string;
  readonly isComplete: boolean;
}

/** A place contains a step, a varied field, or only an operation. */
function testsPlace(step: JudgedStep, entry: Xfail, { place, isComplete }: ListedPlace): boolean {
  const { witness, ...anywhere } = entry;
  const { operation, field, step: only } = readPlace(place);
  if (only !== undefined) return step.address === only && canShow(step, anywhere);
  const isVaried = KINDS[entry.kind].cause === 'try' && field !== '';
  if (isVaried && step.tried?.about !== field) return false;
  const isOther = isVaried || (isComplete && (witness === undefined || (entry.places ?? []).length > 1));
  const isOfOperation = [step, ...(step.promises ?? [])].some((each) => each.operation === operation);
  return (step.address === witness || (isOther && isOfOperation)) && canShow(step, anywhere);
}

/** A set-up step that did not run is no gap, because other steps make the same call. */
function isUntriedSetUp({ state, tried }: JudgedStep): boolean {
  return state === 'not-tried' && tried === undefined;
}

function isAtPlace(step: JudgedStep, { place }: Xfail): boolean {
  if ('step' in place) return step.address === place.step;
  if ('cause' in place) return step.state === 'exercised';
  // A fault of `notes.create` may become visible only in a step that reads the note.
  const shown = [step, ...step.findings, ...(step.promises ?? [])];
  return step.state !== 'skipped' && shown.some(({ operation }) => isOperation(operation, place.operation));
}

function isOperation(operation: string | null, pattern: string): boolean {
  if (operation === null || pattern === '*') return operation === pattern;
  return globMatches(pattern, operation);
}

function isMeant(finding: Finding, { kind, place, places, field, tries }: Xfail, { address }: JudgedStep): boolean {
  if ('cause' in place && finding.cause !== place.cause) return false;
  if (places !== undefined && !places.includes(placeOf({ ...finding, address }))) return false;
  if ('operation' in place && !isOperation(finding.operation, place.operation)) return false;
  return (
    finding.kind === kind &&
    (field === undefined || isField(finding, field)) &&
    (tries === undefined || finding.tried?.what === tries)
  );
}

/** Returns fields that were tested with the same kind of value, such as `nul`, but did not show the cause. */
function silentFields(steps: readonly JudgedStep[], entry: Xfail, [first]: readonly Finding[]): ReadonlySet<string> {
  const { place, field } = entry;
  const what = first?.tried?.what;
  if (what === undefined || field !== undefined || !('operation' in place) || place.operation.includes('*'))
    return new Set();
  const same = steps.filter((step) => step.operation === place.operation && step.tried?.what === what);
  const about = ({ tried }: JudgedStep) => tried?.about ?? '';
  const showing = new Set(same.filter((step) => step.findings.some((each) => isMeant(each, entry, step))).map(about));
  const silent = same.filter((step) => step.state === 'exercised' && canShow(step, entry)).map(about);
  return new Set(silent.filter((each) => !showing.has(each)));
}

function canShow(step: JudgedStep, entry: Xfail): boolean {
  const { kind, place, field, tries, witness } = entry;
  // A race may end well by chance, so a run without the defect proves nothing.
  if (step.race === true) return false;
  if (witness !== undefined) return step.address === witness && !(isAnswered(kind) && isMasked(step));
  const isHere = !('operation' in place) || isOperation(step.operation, place.operation);
  if (tries !== undefined && step.tried?.what !== tries) return false;
  if ('cause' in place && KINDS[kind].cause === 'try' && !triesCause(step, kind, place.cause)) return false;
  switch (KINDS[kind].about) {
    case 'request':
    case 'client':
      return isHere;
    case 'response':
      return (
        isHere && !isMasked(step) && (field === undefined || KINDS[kind].cause !== 'try' || isTriedWith(step, field))
      );
    // A single run or trace cannot show a change, but `parity gate` can.
    case 'change':
      return false;
    case 'promise':
      return !isMasked(step) && (step.promises ?? []).some((promised) => isPromised(promised, entry));
  }
}

function isPromised(promised: NonNullable<JudgedStep['promises']>[number], { kind, place, field }: Xfail): boolean {
  return (
    promised.kind === kind &&
    (!('operation' in place) || isOperation(promised.operation, place.operation)) &&
    (field === undefined || promised.field === undefined || promised.field === field)
  );
}

/** The second part of a cause such as `server-error/nul/5xx` is the tried value or the operation. */
function triesCause({ tried, operation }: JudgedStep, kind: Xfail['kind'], cause: string): boolean {
  return [tried?.what, operation].some(
    (part) => part !== undefined && part !== null && cause.startsWith(`${causeId(kind, [part])}/`),
  );
}

function isTriedWith({ tried }: JudgedStep, field: string): boolean {
  return tried === undefined || tried.about === field;
}

function isField({ kind, field, tried }: Finding, wanted: string): boolean {
  if (field === null) return tried?.about === wanted;
  if (!kind.startsWith('response-header-')) return field === wanted;
  return field.toLowerCase() === wanted.toLowerCase();
}

function isAnswered(kind: Xfail['kind']): boolean {
  return KINDS[kind].about === 'response' || KINDS[kind].about === 'promise';
}

/** A finding such as a 500 can hide other findings of the step. */
function isMasked(step: JudgedStep): boolean {
  return step.findings.some(({ kind }) => KINDS[kind].masks);
}

/** Returns a text such as `value-mismatch of /id at fire/same-key-replays/second`. */
export function describeEntry({ kind, field, tries, place }: Xfail): string {
  if ('cause' in place) return place.cause;
  const tried = tries === undefined ? '' : ` by ${tries}`;
  const what = `${field === undefined ? kind : `${kind} of ${field}`}${tried}`;
  return 'step' in place ? `${what} at ${place.step}` : `${what} on ${place.operation}`;
}
