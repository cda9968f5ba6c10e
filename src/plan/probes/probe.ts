import type { FindingKind } from '../../model/finding.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { CallStep, Confirmation, Extra, RawRequest, StepAuth } from '../../model/suite.ts';
import type { PlannedCall } from '../valid-call/plan-call.ts';
import type { Status } from './statuses.ts';
import type { ProbeSubject } from './subject.ts';

/** One scenario of one operation. It makes a valid call with one variation, and has an expected response. */
export interface Probe {
  /** The varied field. If the probe varies no field, the topic of the probe. */
  readonly about: string;
  /**
   * Name of the variation. `about` and this name together are the name of the scenario. The seed does not change this
   * name.
   */
  readonly tries: string;
  /** True for a probe of the quick set. The quick set contains the probes that find most problems with few calls. */
  readonly quick?: boolean;
  /** What the probe shows, in one line: `a call without "name" is rejected`. */
  readonly says: string;
  /** The valid call from which the probe starts. */
  readonly base: PlannedCall;
  readonly change: Change;
  readonly expect: ProbeExpectation;
}

/** How the varied call differs from the valid call. */
export interface Change {
  readonly with?: JsonObject;
  readonly extra?: Extra;
  readonly raw?: RawRequest;
  readonly as?: string;
  readonly auth?: StepAuth;
  /** Calls that come directly before the varied call. If the server rejects one of them, the varied call is not made. */
  readonly before?: readonly CallStep[];
  /** True if the call is valid according to the contract. The request of the call is then also judged. */
  readonly keepsContract?: boolean;
}

export interface ProbeExpectation {
  /** Accepted statuses. Empty: any declared success. */
  readonly status: readonly Status[];
  readonly error?: string;
  readonly body?: Json;
  /**
   * The finding kind to report if the response is not the expected one. If absent, the difference between the responses
   * decides about the kind.
   */
  readonly kind?: FindingKind;
  readonly field?: string;
  readonly confirms?: Confirmation;
}

export type ProbeFamily = (subject: ProbeSubject) => readonly Probe[];
