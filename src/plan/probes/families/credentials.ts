import type { ContractSet } from '../../../model/contract.ts';
import { sortStatuses } from '../../../model/response-status.ts';
import { schemaAt } from '../../../schema/members.ts';
import { createRandom } from '../../../schema/random.ts';
import { sampleValue } from '../../../schema/sample-value.ts';
import type { Change, Probe, ProbeFamily } from '../probe.ts';
import type { Status } from '../statuses.ts';
import type { ProbeSubject } from '../subject.ts';

/** Probes with missing, wrong and malformed credentials, and with the credentials of another account. */
export const credentials: ProbeFamily = (subject) => {
  const { contract } = subject;
  if (contract.auth.length === 0) return [];
  return [...withoutRight(subject), ...ofAnother(subject)];
};

function withoutRight(subject: ProbeSubject): readonly Probe[] {
  const { contract, statuses, base, context } = subject;
  if (contract.authOptional === true) return [];
  const rejected = statuses.unauthorized.length > 0 ? statuses.unauthorized : NO_SUCCESS;
  const kind = contract.auth[0] ?? '';
  const scheme = context.contracts.api.auth[kind];
  const [header] = Object.keys(scheme?.headers ?? {});
  const probe = (tries: string, says: string, change: Change): Probe => ({
    about: 'credentials',
    tries,
    quick: tries === 'none',
    says,
    base,
    change: { as: 'nobody', ...change },
    expect: { status: rejected, kind: 'auth-not-enforced' },
  });
  const wrong = { kind, credential: wrongCredential(subject, kind), madeUp: true };
  return [
    probe('none', 'a call without credentials is rejected', {}),
    probe('wrong', 'a call with unknown credentials is rejected', { auth: wrong }),
    ...(header === undefined
      ? []
      : [
          probe('malformed', 'a call with malformed credentials is rejected', {
            raw: { headers: { [header]: 'parity' } },
          }),
          probe('empty', 'a call with empty credentials is rejected', { raw: { headers: { [header]: '' } } }),
        ]),
  ];
}

/** Without a declared 401, every rejection is correct, even a redirect to a sign-in page. */
const NO_SUCCESS: readonly Status[] = ['3XX', '4XX'];

function wrongCredential({ context }: ProbeSubject, kind: string): { readonly [part: string]: string } {
  const { api } = context.contracts;
  const scheme = api.auth[kind];
  const templates = [scheme?.headers, scheme?.query, scheme?.cookies].flatMap((each) => Object.values(each ?? {}));
  const parts = templates.flatMap((text) =>
    [...text.matchAll(/\$\{([^}]+)\}/g)].map((match) => (match[1] ?? '').replace(/^base64\((\w+)\)$/, '$1')),
  );
  return Object.fromEntries([...new Set(parts)].map((part) => [part, wrongPart(context.contracts, kind, part)]));
}

/** A wrong credential has the form that the contract declares for the credential of a new account. */
function wrongPart(contracts: ContractSet, kind: string, part: string): string {
  const { freshActor } = contracts.api;
  const pointer = freshActor?.kind === kind ? freshActor.credential[part] : undefined;
  if (freshActor === null || pointer === undefined) return 'parity-wrong-credential';
  const made = contracts.operations.get(freshActor.call)?.responses.find(({ status }) => status < 300)?.body;
  const schema = schemaAt(made ?? true, pointer, contracts.schemas);
  const random = createRandom(7919, ['credential', part]);
  const wish = { label: 'credential', random, schemas: contracts.schemas, profile: '', full: false };
  const value = sampleValue(schema, wish);
  return typeof value === 'string' ? value : 'parity-wrong-credential';
}

function ofAnother({ base, statuses, works }: ProbeSubject): readonly Probe[] {
  const { missing, forbidden } = statuses;
  if (!works || base.owned.size === 0 || base.as !== 'main') return [];
  const status = [...missing, ...forbidden];
  if (status.length === 0) return [];
  return [
    {
      about: 'credentials',
      tries: 'of-another',
      quick: true,
      says: `a call by another account with the same ${[...base.owned].join(', ')} is rejected`,
      base,
      change: { as: 'other' },
      expect: { status: sortStatuses(status), kind: 'ownership-not-enforced' },
    },
  ];
}
