import type { FindingKind } from '../../src/model/finding.ts';
import type { Expectation } from '../../src/model/suite.ts';
import { errorResponse, GOOD_THING, type Parts, response } from './builders.ts';
import { blaming, type Given } from './generated.ts';

export interface PromisePair {
  /** All findings about these responses have the same kind. */
  readonly fires: Given;
  /** A control differs from the member `fires` in one detail and causes no finding. */
  readonly control: Given;
  readonly field: string | null;
  readonly expected: string;
  readonly observed: string;
}

const TAKEN = response(201, GOOD_THING);
const REFUSED = errorResponse(404, 'box_not_found');
const EITHER = { status: [201, 409] };
const LOST: Parts = { response: errorResponse(409, 'box_full'), expect: EITHER };
const WON: Parts = { response: TAKEN, expect: EITHER };

/** The expected response is a rejection, but the response in the member `fires` is a success. */
function refusal(kind: FindingKind, says: string, field?: string): PromisePair {
  const expected: Partial<Expectation> = { status: [404] };
  const make = (answer: Parts['response']): Given => ({
    calls: [['make', blaming(kind, { response: answer, expect: expected }, { says, ...(field && { field }) })]],
  });
  return {
    fires: make(TAKEN),
    control: make(REFUSED),
    field: field ?? null,
    expected: `${says} (404)`,
    observed: '201',
  };
}

/** The expected name is "pan", but the response in the member `fires` contains "pot". */
function value(kind: FindingKind, says: string, field: string): PromisePair {
  const make = (name: string): Given => ({
    calls: [
      [
        'make',
        blaming(
          kind,
          { response: response(201, { ...GOOD_THING, name }), expect: { body: { name: 'pan' } } },
          { says, field },
        ),
      ],
    ],
  });
  return { fires: make('pot'), control: make('pan'), field, expected: `${says} ("pan")`, observed: '"pot"' };
}

const ACCEPTS = blaming('rejected-valid', { response: REFUSED }, { says: 'a name of 10 characters is taken' });

const COPIES = (second: Parts): Given => ({
  check: { check: 'one-winner', step: 'make' },
  calls: [
    ['make', WON],
    ['make', second],
  ],
});

const RESULTS = (id: string): Given => ({
  check: { check: 'one-result', step: 'make', same: '/id' },
  calls: [
    ['make', { response: TAKEN }],
    ['make', { response: response(201, { id, name: 'pot' }) }],
  ],
});

const PAGES = (label: string): Given => ({
  check: { check: 'each-once', pages: ['page'], items: '/tags', key: '/label', wanted: [{ step: 'a', key: '/id' }] },
  calls: [
    ['a', { response: TAKEN }],
    ['page', { response: response(201, { ...GOOD_THING, tags: [{ label }] }) }],
  ],
});

export const PROMISES: { readonly [kind in FindingKind]?: PromisePair } = {
  'accepted-invalid': refusal('accepted-invalid', 'a call without "name" is rejected', 'name'),
  'rejected-valid': {
    fires: { calls: [['make', ACCEPTS]] },
    control: { calls: [['make', { ...ACCEPTS, response: TAKEN }]] },
    field: null,
    expected: 'a name of 10 characters is taken (201, 204)',
    observed: '404 (box_not_found)',
  },
  'field-ignored': value('field-ignored', 'a later read shows "name"', 'name'),
  'auth-not-enforced': refusal('auth-not-enforced', 'a call without credentials is rejected'),
  'ownership-not-enforced': refusal('ownership-not-enforced', "another user's box is not found"),
  'confirmation-not-enforced': refusal('confirmation-not-enforced', 'a call without "confirm" is rejected', 'confirm'),
  'not-idempotent': {
    fires: RESULTS('thing_2'),
    control: RESULTS('thing_1'),
    field: '/id',
    expected: 'the same value in all 2 responses',
    observed: '2 values: "thing_1" (#1), "thing_2" (#2)',
  },
  'race-lost': {
    fires: COPIES(WON),
    control: COPIES(LOST),
    field: null,
    expected: 'exactly one of 2 calls succeeds',
    observed: '2 of 2 calls succeeded: #1, #2',
  },
  'pagination-broken': {
    fires: PAGES('thing_2'),
    control: PAGES('thing_1'),
    field: '/tags',
    expected: 'every item exactly once: 1 item in 1 page',
    observed: 'missing "thing_1"',
  },
  'filter-broken': value('filter-broken', 'a list filtered by "name" has only that name', 'name'),
  'delete-not-effective': refusal('delete-not-effective', 'a deleted box is not found'),
  'cache-validator-broken': refusal('cache-validator-broken', 'an old tag is not confirmed', 'if_none_match'),
  'rate-limit-broken': refusal('rate-limit-broken', 'call 61 in 60s is refused'),
  'transition-not-enforced': refusal('transition-not-enforced', 'a full box is not filled again'),
};
