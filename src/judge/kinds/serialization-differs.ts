import { previewValue } from '../../lib/preview-value.ts';
import type { ArgumentReading, Landing } from '../../model/client-surface.ts';
import { isJsonObject } from '../../model/json.ts';
import type { OperationId } from '../../model/operation-id.ts';
import { atConstant, atLanding, sayArgument } from '../client/drafts.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Judge } from '../judge.ts';
import type { Kind } from '../kind.ts';
import { type FormLanding, formLandings, isFreeTime } from '../readers/client/form-landings.ts';
import type { Fixed, MethodUse } from '../readers/client/read-use.ts';
import { fateOf } from '../readers/client/said-value.ts';
import { wantedForNothing } from '../readers/client/sent-null.ts';
import type { Placed } from '../readers/client/targets.ts';
import { requestPointer } from '../readers/request-place.ts';

/** The client sends, for example, `True`, a list as text, or a date-time without an offset. */
export const serializationDiffers: Kind = {
  title: 'A value is written in a form that the server does not read',
  severity: 'error',
  gravity: 212,
  about: 'request',
  cause: 'place',
  priority: 'P0',
  // A field in one request has a different style than the contract declares, for example `ids=1,2` in place of
  // `ids=1&ids=2`.
  exchange: ({ request }) =>
    (request?.misspelt ?? []).flatMap(({ field, spelling }) => {
      if (spelling === undefined) return [];
      const { expected, observed } = spelling;
      return [{ field: field.name, expected, observed, pointer: requestPointer(field.place), found: observed }];
    }),
  trace: ({ uses, judge }) => {
    const samples = uses.flatMap((use) => use.placed.flatMap((placed) => samplesOf(use, placed, judge)));
    const written = samples.flatMap(({ use, landing, expected }): readonly WriterUse[] => {
      const writer = writerOf(landing);
      const made = { operation: use.operation, isRight: expected === undefined };
      return [
        ...(writer === null ? [] : [{ ...made, writer }]),
        // A client may write all lists in one style, although the contract declares this style for some lists only.
        ...(made.isRight ? [] : styledWriter(landing).map((styled) => ({ ...made, writer: styled }))),
      ];
    });
    const shared = wrongWriters(written);
    return uses.flatMap((use) => {
      const given = use.placed.flatMap((placed) => {
        const wrong = samples.find((sample) => sample.placed === placed && sample.expected !== undefined);
        return wrong === undefined ? [] : [draft(wrong, shared)];
      });
      const said = new Set(given.map(({ field }) => field));
      const unsaid = use.fixed.flatMap((fixed) => unset(use, fixed, judge)).filter(({ field }) => !said.has(field));
      return [...given, ...unsaid];
    });
  },
};

interface Sample {
  readonly use: MethodUse;
  readonly placed: Placed;
  readonly argument: ArgumentReading;
  readonly landing: Landing;
  /** How the client should have written the value, if the written form is wrong. */
  readonly expected: string | undefined;
}

function samplesOf(use: MethodUse, placed: Placed, judge: Judge): readonly Sample[] {
  const { argument, landing } = placed;
  const own = { form: null, argument, landing };
  return [own, ...formLandings(use, placed)].map((each) => ({
    ...{ use, placed, argument: each.argument, landing: each.landing },
    expected: wanted(each, placed, judge),
  }));
}

type Given = Pick<FormLanding, 'landing'> & { readonly form: FormLanding['form'] | null };

function wanted({ form, landing }: Given, { target }: Placed, judge: Judge): string | undefined {
  if (form === 'null') return wantedForNothing(landing, target, judge);
  if (form === 'reserved-characters') return landing.encoded ? undefined : wantedEscaped(landing);
  if (isFreeTime(landing, target.schema)) return undefined;
  const fate = fateOf(landing, target, judge);
  return fate.kind === 'misspelt' ? fate.expected : undefined;
}

/** Returns the escaped value if a query contains the value in unescaped form. */
function wantedEscaped({ given, sent, place }: Landing): string | undefined {
  const members = isJsonObject(sent) ? Object.values(sent) : [sent].flat();
  const isWhole = members.includes(given) && (isJsonObject(sent) || members.length === 1);
  return place.location === 'query' && !isWhole ? encodeURIComponent(String(given)) : undefined;
}

function draft({ use, placed, argument, landing, expected = '' }: Sample, shared: ReadonlySet<string>): ClientDraft {
  const writer = [writerOf(landing) ?? '', ...styledWriter(landing)].find((each) => shared.has(each));
  return atLanding(use, argument, landing, {
    ...saying(placed.target.name, expected, landing),
    ...(writer !== undefined && { cause: `every ${writer}` }),
  });
}

/** Finds an argument that the caller does not give, but for which the client sends null or a word such as `None`. */
function unset(use: MethodUse, { constant, target }: Fixed, judge: Judge): readonly ClientDraft[] {
  const { argument, place, value } = constant;
  const expected = argument === null ? undefined : wantedForNothing({ place, sent: value }, target, judge);
  if (argument === null || expected === undefined || target.place.name !== place.name) return [];
  const observed = `${previewValue(value, 80)}, although ${sayArgument({ path: argument })} is not given`;
  return [atConstant(use, constant, { field: target.name, expected, observed })];
}

function saying(field: string, expected: string, { given, sent, spelling }: Landing) {
  const shown =
    isJsonObject(given) && given.$type === 'datetime' ? `datetime ${String(given.value)}` : previewValue(given, 60);
  return { field, expected, observed: `${spelling?.observed ?? previewValue(sent, 80)} for ${shown}` };
}

export interface WriterUse {
  readonly operation: OperationId;
  readonly writer: string;
  readonly isRight: boolean;
}

/** Returns a name for the part of the client that probably writes the value, for example `boolean outside a body`. */
export function writerOf({ given, place }: Pick<Landing, 'given' | 'place'>): string | null {
  const where = place.location === 'body' ? 'in a body' : 'outside a body';
  if (isJsonObject(given) && given.$type === 'datetime') {
    const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(String(given.value));
    return `time with${hasZone ? '' : 'out'} a zone ${where}`;
  }
  if (place.location === 'body') return null;
  if (typeof given === 'boolean') return `boolean ${where}`;
  if (typeof given === 'string' && place.location === 'query' && isReserved(given))
    return 'reserved characters of a query';
  return Array.isArray(given) ? `list ${where}` : null;
}

/** Returns a separate name for each style, because each style is probably written by a different part of the client. */
function styledWriter({ given, sent, place, textual, spelling }: Landing): readonly string[] {
  if (place.location === 'body' && textual !== true) return [];
  if (typeof given === 'boolean') return [`boolean as ${/^(?:true|false)$/i.test(String(sent)) ? 'True' : '1'}`];
  if (!Array.isArray(given)) return [];
  const style = /\[\d*\]=/.exec(spelling?.observed ?? '')?.[0].replace(/\d+/, '0');
  return [`list with ${style ?? (Array.isArray(sent) ? 'repeated names' : 'a separator')}`];
}

function isReserved(text: string): boolean {
  return /[&=+#]/.test(text);
}

/** Minimum number of operations in which a part writes values wrongly. A few wrong values may be separate mistakes. */
const LEAST = 3;

/** Finds the parts of the client that write values wrongly in every operation. */
export function wrongWriters(written: readonly WriterUse[]): ReadonlySet<string> {
  const operations = new Map<string, Set<OperationId>>();
  for (const { writer, operation } of written) {
    operations.set(writer, (operations.get(writer) ?? new Set()).add(operation));
  }
  const right = new Set(written.filter(({ isRight }) => isRight).map(({ writer }) => writer));
  return new Set(
    [...operations].filter(([writer, { size }]) => size >= LEAST && !right.has(writer)).map(([writer]) => writer),
  );
}
