import { previewText } from '../../lib/preview-value.ts';
import type { CallOutcome } from '../../model/driver.ts';
import type { ClientCall, ResponseVariation } from '../../model/trace.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import { asksForStream } from '../readers/client/asks-for-stream.ts';
import { hasPolled } from '../readers/client/has-polled.ts';
import { missingName } from '../readers/client/missing-name.ts';
import type { MethodUse } from '../readers/client/read-use.ts';

export const answerRefused: Kind = {
  title: 'The client fails on a response that the contract declares',
  severity: 'error',
  gravity: 216,
  about: 'client',
  cause: 'place',
  priority: 'P0',
  trace: ({ uses }) => uses.flatMap((use) => [...refusedBase(use), ...refusedVariations(use)]),
};

function refusedBase(use: MethodUse): readonly ClientDraft[] {
  const { base } = use.method;
  const status = refusedStatus(base, use);
  // The schema may not describe the form of a text, so a client may reject a text that the recorder made up.
  if (QUOTES_MADE_UP.test(textOf(base.outcome))) return [];
  // A polling client gives up, because the recorder never returns the state for which the client waits.
  if (status === undefined || missingName(use) !== undefined || hasPolled(base)) return [];
  return [draft(use, base, `a result for the declared response ${status}`)];
}

/** Every text that the recorder makes up begins with `pw~`, for example `pw~orders.0.name~3`. */
const QUOTES_MADE_UP = /\bpw~/;

/** The method accepts the response with all members, but fails on another declared response. */
function refusedVariations(use: MethodUse): readonly ClientDraft[] {
  if (hasFailed(use.method.base)) return [];
  const refused = use.method.calls.flatMap((call) => {
    const [how, status] = [variationOf(call), refusedStatus(call, use)];
    return how === undefined || status === undefined ? [] : [{ call, how, status }];
  });
  const base = use.method.base;
  // A polling client may read a changed or missing member as a failed state, and then fails on purpose.
  const dependsOnState = (how: ResponseVariation) => hasPolled(base) && /^(?:enum-|without-|required-only)/.test(how);
  // If a method fails on a response without any optional member, a single missing member is no further finding.
  const needsMembers = refused.some(({ how }) => how === 'required-only');
  return refused
    .filter(({ how }) => !(needsMembers && how.startsWith('without-')) && !dependsOnState(how))
    .map(({ call, how, status }) => {
      const described = draft(
        use,
        call,
        `a result, because the contract allows the response: ${status} ${sayVariation(how)}`,
      );
      return { ...described, cause: `${how.replace(/-\d+$/, '')} ${described.observed}` };
    });
}

function variationOf({ purpose }: ClientCall): ResponseVariation | undefined {
  return purpose.kind === 'answer' && purpose.answer.kind === 'varied' ? purpose.answer.how : undefined;
}

function sayVariation(how: ResponseVariation): string {
  switch (how) {
    case 'required-only':
      return 'without the optional members';
    case 'nulls':
      return 'with null for every member that allows null';
    case 'more-members':
      return 'with an undeclared member, which the schema allows';
    case 'large-integers':
      return 'with integers beyond 2^53 in every int64 member';
    default:
      return how.startsWith('enum-')
        ? `with value number ${how.slice('enum-'.length)} in every member that has an enumeration`
        : `without the optional member ${how.slice('without-'.length)}`;
  }
}

/** Returns the status if the last response was a success and the method failed nevertheless. */
function refusedStatus(call: ClientCall, { operation }: MethodUse): number | undefined {
  const last = call.exchanges.at(-1);
  if (last === undefined || last.operation !== operation || last.response === null) return undefined;
  if (asksForStream(last)) return undefined;
  return hasFailed(call) && last.response.status < 400 ? last.response.status : undefined;
}

function hasFailed({ outcome }: ClientCall): boolean {
  return outcome.kind === 'raised' || isRefusal(outcome);
}

function draft({ method, operation }: MethodUse, call: ClientCall, expected: string): ClientDraft {
  const { outcome, exchanges } = call;
  const said = textOf(outcome);
  return {
    ...{ operation, method: method.name, field: null, expected, call },
    observed: previewText(said.trim(), 160),
    request: exchanges.length - 1,
    pointer: '/response/body',
    found: Buffer.from(exchanges.at(-1)?.response?.body ?? []).toString('utf8'),
  };
}

function textOf(outcome: CallOutcome): string {
  if (outcome.kind === 'exited') return `exit code ${outcome.code}: ${outcome.stderr}`;
  return outcome.kind === 'raised' ? `${outcome.class}: ${outcome.text}` : '';
}

/** A command that failed because it waited for input says nothing about the response. */
function isRefusal(outcome: CallOutcome): boolean {
  return outcome.kind === 'exited' && outcome.code !== 0 && outcome.asked === undefined;
}
