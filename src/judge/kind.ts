import type { ScenarioCheck } from '../model/check.ts';
import type { Severity } from '../model/finding.ts';
import type { Priority } from '../model/handoff.ts';
import type { ClientDraft, ClientSubject } from './client/subject.ts';
import type { AnswersOf, CheckDraft } from './readers/kept-answers.ts';
import type { Draft, Subject } from './subject.ts';

export interface Kind {
  readonly title: string;
  /** The default severity. The settings of a project can change it. */
  readonly severity: Severity;
  /**
   * The version of wireparity that added the kind. Absent for the first version. If a project's settings were written
   * for an earlier version, findings of the kind are only warnings.
   */
  readonly since?: string;
  /**
   * Unique rank of the kind: every list begins with the lowest rank. From 100: data is lost or exposed. From 200: calls
   * fail. From 300: something is wrong. From 400: something is missing. From 500: only the form is wrong.
   */
  readonly gravity: number;
  /**
   * The source of the findings. `promise`: a generated step that declares the kind and gets an unexpected response. `client`: only
   * a trace. `change`: only a comparison of two revisions.
   */
  readonly about: 'request' | 'response' | 'promise' | 'client' | 'change';
  readonly cause: CauseBasis;
  /**
   * How soon the client should be repaired. `P2` means that the client lacks something. Absent if only servers have
   * such findings.
   */
  readonly priority?: Priority;
  /**
   * Which findings one repair fixes: all findings of a request, or all findings of an operation. If absent, each cause
   * needs its own repair.
   */
  readonly repair?: 'request' | 'operation';
  /** True if nothing else can be judged in a response with this finding. */
  readonly masks?: true;
  /**
   * True if findings of the kind mean an unexpected response. If a generated step declares a kind, the step reports its
   * own kind in place of this kind.
   */
  readonly mismatch?: true;
  /** True if a high load may cause the finding. The finding counts only if it occurs again when the scenario is repeated alone. */
  readonly doubtful?: true;
  readonly exchange?: (subject: Subject) => readonly Draft[];
  readonly trace?: (subject: ClientSubject) => readonly ClientDraft[];
  readonly scenario?: ScenarioRule;
}

/**
 * What findings of one kind must have in common to share a cause. For example, `member` means the same response member,
 * declared by the same schema.
 */
export type CauseBasis = 'try' | 'tried-field' | 'status' | 'observed' | 'field' | 'member' | 'wish' | 'place';

/** `find` returns undefined if the scenario shows no mistake, or if another rule reports the mistake. */
interface ScenarioRule {
  readonly check: ScenarioCheck['check'];
  readonly find: (check: ScenarioCheck, answersOf: AnswersOf) => CheckDraft | undefined;
}
