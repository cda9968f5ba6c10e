import type { FindingKind } from '../../model/finding.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { CallStep, Confirmation, Extra, RawRequest, StepAuth } from '../../model/suite.ts';
import type { PlannedCall } from '../valid-call/plan-call.ts';
import type { Status } from './statuses.ts';
import type { ProbeSubject } from './subject.ts';

/** A valid call with one variation, and the expected response. */
export interface Probe {
  /** The varied field. If the probe varies no field, the topic of the probe. */
  readonly about: string;
  /** Name of the variation, independent of the seed. The scenario is named `about.tries`. */
  readonly tries: string;
  /** True for the quick set: the probes that find most problems with few calls. */
  readonly quick?: boolean;
  /** What the probe shows, in one line: `a call without "name" is rejected`. */
  readonly says: string;
  /** The valid call that is varied. */
  readonly base: PlannedCall;
  readonly change: Change;
  readonly expect: ProbeExpectation;
}

export interface Change {
  readonly with?: JsonObject;
  readonly extra?: Extra;
  readonly raw?: RawRequest;
  readonly as?: string;
  readonly auth?: StepAuth;
  /** Calls before the varied call. If the server rejects one of them, the varied call is not made. */
  readonly before?: readonly CallStep[];
  /** True if the call is valid according to the contract. The request of the call is then also judged. */
  readonly keepsContract?: boolean;
}

export interface ProbeExpectation {
  /** Accepted statuses. Empty: any declared success. */
  readonly status: readonly Status[];
  readonly error?: string;
  readonly body?: Json;
  /** Finding kind of an unexpected response. If absent, the difference decides about the kind. */
  readonly kind?: FindingKind;
  readonly field?: string;
  readonly confirms?: Confirmation;
}

export type ProbeFamily = (subject: ProbeSubject) => readonly Probe[];
