import type { ScenarioCheck } from '../model/check.ts';
import type { Severity } from '../model/finding.ts';
import type { Priority } from '../model/handoff.ts';
import type { ClientDraft, ClientSubject } from './client/subject.ts';
import type { AnswersOf, CheckDraft } from './readers/kept-answers.ts';
import type { Draft, Subject } from './subject.ts';

/** The definition of a kind of finding. Its file name is its slug, and its page is `docs/findings/<slug>.md`. */
export interface Kind {
  readonly title: string;
  /** The default; the configuration can change it. */
  readonly severity: Severity;
  /**
   * The version that added it, unless it is one of the first. In projects whose settings were made for an earlier version, it is
   * a warning.
   */
  readonly since?: string;
  /**
   * Rank in every list, lowest first, each used once. From 100: data is lost silently or exposed. From 200: calls fail. From 300:
   * something is wrong. From 400: something is missing. From 500: cosmetic.
   */
  readonly gravity: number;
  /**
   * `promise`: a generated step declares it as what its mismatch means. `client`: only a trace shows it.
   * `change`: only a comparison of two revisions shows it.
   */
  readonly about: 'request' | 'response' | 'promise' | 'client' | 'change';
  /** What distinguishes its causes, in addition to the kind. */
  readonly cause: CauseBasis;
  /**
   * How urgently a hand-off asks a client to repair it. Absent if only servers show it. `P2` is something that a client lacks.
   */
  readonly priority?: Priority;
  /**
   * Findings of a client that one change repairs together: all of one request, or all of one operation. Absent: each cause
   * separately.
   */
  readonly repair?: 'request' | 'operation';
  /** Nothing can be said about the rest of a response with this finding. */
  readonly masks?: true;
  /**
   * It means that an expectation of the step does not hold. In a generated step it is reported as the kind that the step
   * declares.
   */
  readonly mismatch?: true;
  /** Checks one exchange. */
  readonly exchange?: (subject: Subject) => readonly Draft[];
  /** Checks the trace of a client. */
  readonly trace?: (subject: ClientSubject) => readonly ClientDraft[];
  /** Checks the responses of a scenario together. */
  readonly scenario?: ScenarioRule;
}

/**
 * `try` the variation and the class of the response · `tried-field` the same and the field · `status` the status · `observed` the
 * observed text · `field` the finding's field · `member` the response member by the schema that declares it · `wish` operation,
 * field, the step's expectation and the status · `place` operation, field and the place where it was sent.
 */
export type CauseBasis = 'try' | 'tried-field' | 'status' | 'observed' | 'field' | 'member' | 'wish' | 'place';

/** Returns undefined if the scenario shows nothing wrong, and for checks of other rules. */
export interface ScenarioRule {
  readonly check: ScenarioCheck['check'];
  readonly find: (check: ScenarioCheck, answersOf: AnswersOf) => CheckDraft | undefined;
}
