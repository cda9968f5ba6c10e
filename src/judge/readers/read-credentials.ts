import type { AuthScheme, Contract, Place } from '../../model/contract.ts';
import { type HttpRequest, headerValues } from '../../model/http.ts';
import { cookiePairs } from '../../wire/decode-request.ts';
import { queryPairs } from '../../wire/query-pairs.ts';
import type { Judge } from '../judge.ts';

/** A part of a credential that is missing or malformed. */
export interface CredentialProblem {
  readonly kind: 'missing' | 'malformed';
  readonly place: Place;
  /** The form that the scheme requires, for example `Bearer ${secret}`. */
  readonly expected: string;
  /** Null if the client sent nothing. */
  readonly sent: string | null;
}

/** Returns what is missing or malformed in the credential of a request. */
export function credentialProblems(
  contract: Contract,
  request: HttpRequest,
  judge: Judge,
): readonly CredentialProblem[] {
  const { auth } = judge.context.contracts.api;
  const schemes = contract.auth.flatMap((kind) => auth[kind] ?? []);
  const candidates = schemes.map((scheme) => ({ scheme, problems: problemsOf(scheme, request) }));
  const [nearest] = candidates.toSorted((a, b) => sentParts(b) - sentParts(a) || a.problems.length - b.problems.length);
  if (nearest === undefined || candidates.some(({ problems }) => problems.length === 0)) return [];
  return sentParts(nearest) === 0 && contract.authOptional === true ? [] : nearest.problems;
}

interface Candidate {
  readonly scheme: AuthScheme;
  readonly problems: readonly CredentialProblem[];
}

/** Counts the parts of the scheme in the request. The caller probably meant the scheme with the most such parts. */
function sentParts({ scheme, problems }: Candidate): number {
  const parts = [scheme.headers, scheme.query, scheme.cookies].flatMap((part) => Object.keys(part));
  return parts.length - problems.filter(({ sent }) => sent === null).length;
}

function problemsOf({ headers, query, cookies }: AuthScheme, request: HttpRequest): readonly CredentialProblem[] {
  const inQuery = queryPairs(request.target);
  const inCookies = cookiePairs(request);
  const first = (pairs: typeof inQuery, name: string) => pairs.find(([key]) => key === name)?.[1];
  return [
    ...Object.entries(headers).flatMap(([name, template]) =>
      partProblem({ location: 'header', name }, template, headerValues(request.headers, name)[0]),
    ),
    ...Object.entries(query).flatMap(([name, template]) =>
      partProblem({ location: 'query', name }, template, first(inQuery, name)),
    ),
    ...Object.entries(cookies).flatMap(([name, template]) =>
      partProblem({ location: 'cookie', name }, template, first(inCookies, name)),
    ),
  ];
}

function partProblem(place: Place, template: string, sent: string | undefined): readonly CredentialProblem[] {
  if (sent === undefined) return [{ kind: 'missing', place, expected: template, sent: null }];
  return fits(template, sent) ? [] : [{ kind: 'malformed', place, expected: template, sent }];
}

/** Ignores the case of the scheme word, but allows no space in the secret. */
function fits(template: string, sent: string): boolean {
  const hasScheme = /^[A-Za-z][\w-]* \$\{/.test(template);
  const source = template
    .split(/\$\{[^}]*\}/)
    .map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join(hasScheme ? '\\S+' : '.+');
  return new RegExp(`^${source}$`, 'is').test(sent.trim());
}
