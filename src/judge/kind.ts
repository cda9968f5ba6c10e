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
   * The version of wireparity that added the kind. Absent for the first kinds. If a project's settings were written for
   * an earlier version, findings of the kind are warnings there.
   */
  readonly since?: string;
  /**
   * Rank of the kind in every list; the lowest comes first. Each number is used once. The ranges mean: from 100, data
   * is silently lost or exposed; from 200, calls fail; from 300, something is wrong; from 400, something is missing;
   * from 500, only the appearance is affected.
   */
  readonly gravity: number;
  /**
   * What shows findings of this kind. `promise`: a mismatch of a generated step that declares the kind. `client`: only
   * a trace. `change`: only a comparison of two revisions.
   */
  readonly about: 'request' | 'response' | 'promise' | 'client' | 'change';
  /** What two findings of this kind must have in common to have one cause. */
  readonly cause: CauseBasis;
  /**
   * How urgently a hand-off asks the client's maintainers to repair a finding. Absent if only servers can have such a
   * finding. `P2` means that the client lacks something.
   */
  readonly priority?: Priority;
  /**
   * Which findings about a client are repaired together: all findings of one request, or all of one operation. If
   * absent, each cause is repaired separately.
   */
  readonly repair?: 'request' | 'operation';
  /** True if a response with this finding cannot be judged any further. */
  readonly masks?: true;
  /**
   * True if the finding means that an expectation of the step is not met. If a generated step declares a kind, that
   * kind is reported instead of this one.
   */
  readonly mismatch?: true;
  /**
   * True if load, a closed connection or another client may cause such a finding. The scenario is then run again alone.
   * The finding counts only if it occurs again.
   */
  readonly doubtful?: true;
  /** Checks one exchange. */
  readonly exchange?: (subject: Subject) => readonly Draft[];
  /** Checks the trace of a client. */
  readonly trace?: (subject: ClientSubject) => readonly ClientDraft[];
  /** Checks several responses of a scenario together. */
  readonly scenario?: ScenarioRule;
}

/**
 * What two findings of one kind must have in common to have one cause. `try`: the variation and the class of the
 * response. `tried-field`: these and the field. `status`: the status. `observed`: the observed text. `field`: the
 * field. `member`: the member of the response and the schema that declares it. `wish`: operation, field, status and the
 * step's expectation. `place`: operation, field and the place where the field was sent.
 */
export type CauseBasis = 'try' | 'tried-field' | 'status' | 'observed' | 'field' | 'member' | 'wish' | 'place';

/** Returns undefined if the scenario shows no mistake, or if another rule checks it. */
interface ScenarioRule {
  readonly check: ScenarioCheck['check'];
  readonly find: (check: ScenarioCheck, answersOf: AnswersOf) => CheckDraft | undefined;
}
