import type { Contract, ResponseSpec, StatusClass } from '../../model/contract.ts';
import { isStatus, responsesFor, sortStatuses, statusOf, successSpecs } from '../../model/response-status.ts';
import type { Expectation } from '../../model/suite.ts';

export interface WishedStatus {
  readonly accepts: (status: number) => boolean;
  /** True if the step states an accepted status or error code. */
  readonly explicit: boolean;
  readonly text: string;
  /** The accepted statuses as text, such as `409, 422`. */
  readonly brief: string;
  /** Says whether the step accepts only successes, or only rejections. */
  readonly only: 'success' | 'refusal' | undefined;
}

export interface DeclaredResponses {
  readonly specs: readonly ResponseSpec[];
  readonly statuses: readonly (number | StatusClass)[];
  readonly anySuccess: WishedStatus;
  /** Recorded traffic has no steps, so every status that the contract declares is accepted. */
  readonly anyStatus: WishedStatus;
  /** Cached, because many steps expect the same statuses. */
  readonly asked: Map<string, WishedStatus>;
}

export function declaredResponses(contract: Contract, profile: string): DeclaredResponses {
  const specs = contract.responses.filter(({ profiles }) => profiles.includes(profile));
  const ofSuccess = successSpecs(specs);
  const successes = statusesOf(ofSuccess);
  const text = `any success status that the contract declares (${successes.join(', ') || 'none'})`;
  const all = statusesOf(specs);
  const listed = all.join(', ') || 'none';
  return {
    specs,
    statuses: all,
    anyStatus: accepting(all, {
      text: `any status that the contract declares (${listed})`,
      explicit: true,
      brief: listed,
    }),
    anySuccess: {
      ...accepting(successes, { text, explicit: false, brief: successes.join(', ') || 'a success' }),
      // a response that is declared for `404` has priority over a response that is declared for `4XX`
      accepts: (status) => responsesFor(specs, status).some((spec) => ofSuccess.includes(spec)),
    },
    asked: new Map(),
  };
}

/** A step that states neither a status nor an error code accepts all successes that the contract declares. */
export function wishedStatus({ status, error }: Expectation, declared: DeclaredResponses): WishedStatus {
  if (status.length === 0 && error === undefined) return declared.anySuccess;
  const key = `${status.join()} ${error ?? ''}`;
  const known = declared.asked.get(key);
  if (known !== undefined) return known;
  const wish = explicitWish({ status, error }, declared.specs);
  declared.asked.set(key, wish);
  return wish;
}

function explicitWish(
  { status, error }: Pick<Expectation, 'status' | 'error'>,
  specs: readonly ResponseSpec[],
): WishedStatus {
  const code = error === undefined ? '' : ` (${error})`;
  const carrying = error === undefined ? [] : statusesOf(specs.filter(({ errors }) => errors.includes(error)));
  const statuses = status.length > 0 ? status : carrying;
  const brief = `${statuses.join(', ') || 'an error'}${error === undefined ? '' : ` ${error}`}`;
  if (statuses.length > 0)
    return accepting(statuses, { text: `${statuses.join(' or ')}${code}`, explicit: true, brief });
  return { accepts: (found) => found >= 400, explicit: true, text: `an error${code}`, brief, only: 'refusal' };
}

function statusesOf(specs: readonly ResponseSpec[]): readonly (number | StatusClass)[] {
  return sortStatuses(specs.map(statusOf));
}

function accepting(
  statuses: readonly (number | StatusClass)[],
  rest: Omit<WishedStatus, 'accepts' | 'only'>,
): WishedStatus {
  const refusals = statuses.filter((status) => Number(String(status)[0]) >= 4).length;
  const only = refusals === 0 ? 'success' : refusals === statuses.length ? 'refusal' : undefined;
  return { accepts: (status) => statuses.some((wanted) => isStatus(wanted, status)), only, ...rest };
}
