import type { ScenarioCheck } from '../model/check.ts';
import type { Severity } from '../model/finding.ts';
import type { Priority } from '../model/handoff.ts';
import type { ClientDraft, ClientSubject } from './client/subject.ts';
import type { AnswersOf, CheckDraft } from './readers/kept-answers.ts';
import type { Draft, Subject } from './subject.ts';

/** Everything about one kind of finding. The name of its file is its slug, and its page is `docs/findings/<slug>.md`. */
export interface Kind {
  readonly title: string;
  /** Unless the configuration says otherwise. */
  readonly severity: Severity;
  /** The version that adds it, unless it is one of the first. It is a warning where the settings were made for an earlier one. */
  readonly since?: string;
  /**
   * Its rank in every list, the lowest first and each used once: from 100 data is lost silently or anybody may touch it,
   * from 200 calls break, from 300 something is wrong, from 400 something is missing, from 500 it is cosmetic.
   */
  readonly gravity: number;
  /**
   * `promise`: a generated step declares it as what its mismatch means. `client`: only a trace shows it.
   * `change`: only a comparison of two revisions shows it.
   */
  readonly about: 'request' | 'response' | 'promise' | 'client' | 'change';
  /** What tells its causes apart, besides the kind itself. */
  readonly cause: CauseBasis;
  /** How urgently a hand-off asks a client to repair it. Absent: only a server shows it. `P2` is what a client lacks. */
  readonly priority?: Priority;
  /** What of a client one change repairs at once: all findings of one request, or of one operation. Absent: one cause each. */
  readonly repair?: 'request' | 'operation';
  /** Nothing can be said about the rest of a response that shows it. */
  readonly masks?: true;
  /** What the step expected does not hold: in a generated step it is reported as the kind that the step blames. */
  readonly mismatch?: true;
  /** What one exchange shows. */
  readonly exchange?: (subject: Subject) => readonly Draft[];
  /** What the trace of a client shows. */
  readonly trace?: (subject: ClientSubject) => readonly ClientDraft[];
  /** What the responses of a scenario show together. */
  readonly scenario?: ScenarioRule;
}

/**
 * `try` what was tried and the class of the response · `tried-field` the same and the field · `status` the status · `observed`
 * the text of what was observed · `field` the finding's field · `member` the response member by the schema that declares it ·
 * `wish` operation, field, what the step expected and the status · `place` operation, field and where it was sent.
 */
export type CauseBasis = 'try' | 'tried-field' | 'status' | 'observed' | 'field' | 'member' | 'wish' | 'place';

/** Returns undefined when the scenario shows nothing wrong, and for every check but its own. */
export interface ScenarioRule {
  readonly check: ScenarioCheck['check'];
  readonly find: (check: ScenarioCheck, answersOf: AnswersOf) => CheckDraft | undefined;
}
