import type { ScenarioCheck } from '../model/check.ts';
import type { Severity } from '../model/finding.ts';
import type { Priority } from '../model/handoff.ts';
import type { ClientDraft, ClientSubject } from './client/subject.ts';
import type { AnswersOf, CheckDraft } from './readers/kept-answers.ts';
import type { Draft, Subject } from './subject.ts';

export interface Kind {
  readonly title: string;
  /** The default severity, which the settings of a project can change. */
  readonly severity: Severity;
  /** The version that introduced the kind. In projects from before this version, the default severity is `warning`. */
  readonly since?: string;
  /** Unique rank of the kind in lists, from 100 (data is lost or exposed) to 599 (only the form is wrong). */
  readonly gravity: number;
  /** `promise`: a generated step declares the kind, and the server's response is unexpected. */
  readonly about: 'request' | 'response' | 'promise' | 'client' | 'change';
  readonly cause: CauseBasis;
  /** The urgency of a repair of the client, by default P1. */
  readonly priority?: Priority;
  /** All findings of one request, or of one operation, share one row of the hand-off, because one repair fixes them. */
  readonly repair?: 'request' | 'operation';
  /** True if nothing else can be judged in a response with this finding. */
  readonly masks?: true;
  /** True if the kind that a generated step declares replaces this kind. */
  readonly mismatch?: true;
  /** True if a high load may cause the finding, so that a repetition must confirm it. */
  readonly doubtful?: true;
  readonly exchange?: (subject: Subject) => readonly Draft[];
  readonly trace?: (subject: ClientSubject) => readonly ClientDraft[];
  readonly scenario?: ScenarioRule;
}

/** What findings of one kind must have in common to share a cause. */
export type CauseBasis = 'try' | 'tried-field' | 'status' | 'observed' | 'field' | 'member' | 'wish' | 'place';

interface ScenarioRule {
  readonly check: ScenarioCheck['check'];
  readonly find: (check: ScenarioCheck, answersOf: AnswersOf) => CheckDraft | undefined;
}
