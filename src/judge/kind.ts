import type { ScenarioCheck } from '../model/check.ts';
import type { Severity } from '../model/finding.ts';
import type { Priority } from '../model/handoff.ts';
import type { ClientDraft, ClientSubject } from './client/subject.ts';
import type { AnswersOf, CheckDraft } from './readers/kept-answers.ts';
import type { Draft, Subject } from './subject.ts';

/** The definition of a finding kind. The name of its file is its slug, and `docs/findings/<slug>.md` documents it. */
export interface Kind {
  readonly title: string;
  /** The default severity. The settings can change it. */
  readonly severity: Severity;
  /**
   * The version that added the kind. Absent for the first kinds. In projects whose settings were made for an earlier
   * version, its findings are warnings.
   */
  readonly since?: string;
  /**
   * Rank in every list, the lowest first. Each number is used once. From 100: data is lost silently or exposed. From
   * 200: calls fail. From 300: something is wrong. From 400: something is missing. From 500: cosmetic.
   */
  readonly gravity: number;
  /**
   * What shows findings of this kind. `promise`: the mismatch of a generated step that declares the kind. `client`:
   * only a trace. `change`: only a comparison of two revisions.
   */
  readonly about: 'request' | 'response' | 'promise' | 'client' | 'change';
  /** What distinguishes causes of this kind, in addition to the kind itself. */
  readonly cause: CauseBasis;
  /**
   * How urgently a hand-off asks the client's maintainers to repair a finding. Absent if only servers can have the
   * finding. `P2` is something that a client lacks.
   */
  readonly priority?: Priority;
  /**
   * Findings of a client that one change repairs together: all findings of one request, or all of one operation.
   * Absent: each cause is repaired separately.
   */
  readonly repair?: 'request' | 'operation';
  /** True if nothing can be said about the rest of a response that has this finding. */
  readonly masks?: true;
  /**
   * True if the finding means that an expectation of the step is not met. For a generated step, the kind that the step
   * declares is reported instead.
   */
  readonly mismatch?: true;
  /** Checks one exchange. */
  readonly exchange?: (subject: Subject) => readonly Draft[];
  /** Checks the trace of a client. */
  readonly trace?: (subject: ClientSubject) => readonly ClientDraft[];
  /** Checks several responses of a scenario together. */
  readonly scenario?: ScenarioRule;
}

/**
 * What distinguishes causes of one kind. `try`: the variation and the class of the response. `tried-field`: the same,
 * and the field. `status`: the status. `observed`: the observed text. `field`: the finding's field. `member`: the
 * response member, by the schema that declares it. `wish`: operation, field, the step's expectation and the status.
 * `place`: operation, field and the place where the field was sent.
 */
export type CauseBasis = 'try' | 'tried-field' | 'status' | 'observed' | 'field' | 'member' | 'wish' | 'place';

/** Returns undefined if the scenario shows nothing wrong, or if the check belongs to another rule. */
export interface ScenarioRule {
  readonly check: ScenarioCheck['check'];
  readonly find: (check: ScenarioCheck, answersOf: AnswersOf) => CheckDraft | undefined;
}
