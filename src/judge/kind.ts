import type { ScenarioCheck } from '../model/check.ts';
import type { Severity } from '../model/finding.ts';
import type { Priority } from '../model/handoff.ts';
import type { ClientDraft, ClientSubject } from './client/subject.ts';
import type { AnswersOf, CheckDraft } from './readers/kept-answers.ts';
import type { Draft, Subject } from './subject.ts';

/**
 * The definition of a finding kind. The name of the kind's file is also the name of the kind, and `docs/findings/<kind>.md`
 * documents the kind.
 */
export interface Kind {
  readonly title: string;
  /** The default severity. A project's settings can change the severity. */
  readonly severity: Severity;
  /**
   * The version of wireparity that added the kind. Absent for the first kinds. If the settings of a project were
   * written for an earlier version, findings of the kind are only warnings in this project.
   */
  readonly since?: string;
  /**
   * Rank of the kind in every list. The lowest rank comes first. Each rank belongs to only one kind. The ranges mean:
   * from 100, data is silently lost or exposed; from 200, calls fail; from 300, something is wrong; from 400, something
   * is missing; from 500, only the form is wrong.
   */
  readonly gravity: number;
  /**
   * The source of the findings of this kind. `promise`: a generated step that declares the kind and gets an unexpected
   * response. `client`: only a trace. `change`: only a comparison of two revisions.
   */
  readonly about: 'request' | 'response' | 'promise' | 'client' | 'change';
  /** What two findings of this kind must have in common to count as one cause. */
  readonly cause: CauseBasis;
  /**
   * How soon the maintainers of the client should repair the finding, for hand-offs. Absent if only servers can have such a
   * finding. `P2` means that the client lacks something.
   */
  readonly priority?: Priority;
  /**
   * Which findings about a client are repaired together: all findings of one request, or all findings of one operation. If
   * absent, each cause is repaired separately.
   */
  readonly repair?: 'request' | 'operation';
  /** True if nothing else can be judged in a response with this finding. */
  readonly masks?: true;
  /**
   * True if the finding means that the response is not the one that the step expects. If a generated step declares a
   * kind, the declared kind is reported in place of this kind.
   */
  readonly mismatch?: true;
  /**
   * True if a high load, a closed connection or another client may cause such a finding. The scenario is then repeated
   * while nothing else runs. The finding counts only if it occurs again.
   */
  readonly doubtful?: true;
  readonly exchange?: (subject: Subject) => readonly Draft[];
  readonly trace?: (subject: ClientSubject) => readonly ClientDraft[];
  readonly scenario?: ScenarioRule;
}

/**
 * What two findings of one kind must have in common to count as one cause. `try`: the variation and the class of the
 * response. `tried-field`: the variation, the class of the response and the field. `status`: the status. `observed`:
 * the observed text. `field`: the field. `member`: the member of the response and the schema that declares the member.
 * `wish`: the operation, the field, the status and the expectation of the step. `place`: the operation, the field and
 * the place where the field was sent.
 */
export type CauseBasis = 'try' | 'tried-field' | 'status' | 'observed' | 'field' | 'member' | 'wish' | 'place';

/** `find` returns undefined if the scenario shows no mistake, or if another rule reports the mistake. */
interface ScenarioRule {
  readonly check: ScenarioCheck['check'];
  readonly find: (check: ScenarioCheck, answersOf: AnswersOf) => CheckDraft | undefined;
}
