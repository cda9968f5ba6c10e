import type { FindingKind } from '../../model/finding.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { CallStep, Confirmation, Extra, RawRequest, StepAuth } from '../../model/suite.ts';
import type { PlannedCall } from '../valid-call/plan-call.ts';
import type { Status } from './statuses.ts';
import type { ProbeSubject } from './subject.ts';

/** One scenario of one operation: a valid call with one variation, and the expected response. */
export interface Probe {
  /** The field or the topic that is varied. */
  readonly about: string;
  /** Name of the variation. Together with `about` it is the scenario's name, which does not depend on the seed. */
  readonly tries: string;
  /** True for a probe of the quick set, which contains the most effective probes per call. */
  readonly quick?: boolean;
  /** What the probe shows, in one line: `a call without "name" is rejected`. */
  readonly says: string;
  /** The valid call on which the probe is based. */
  readonly base: PlannedCall;
  readonly change: Change;
  readonly expect: ProbeExpectation;
}

/** How the varied call differs from the valid one. */
export interface Change {
  readonly with?: JsonObject;
  readonly extra?: Extra;
  readonly raw?: RawRequest;
  readonly as?: string;
  readonly auth?: StepAuth;
  /** Calls that come directly before the varied call. If one of them is rejected, the variation is not tried. */
  readonly before?: readonly CallStep[];
  /** True if the call conforms to the contract, so that the request itself is judged. */
  readonly keepsContract?: boolean;
}

export interface ProbeExpectation {
  /** Accepted statuses. Empty: any declared success. */
  readonly status: readonly Status[];
  readonly error?: string;
  readonly body?: Json;
  /**
   * The finding kind to report if the response is another one than expected. If absent, it depends on the difference.
   */
  readonly kind?: FindingKind;
  readonly field?: string;
  readonly confirms?: Confirmation;
}

export type ProbeFamily = (subject: ProbeSubject) => readonly Probe[];
