import type { Workspace } from '../model/workspace.ts';
import type { AuditSources, SourceFlags } from './audit-sources.ts';
import type { Io } from './io.ts';
import type { WorkspaceFlags } from './open-workspace.ts';

export interface AuditFlags extends WorkspaceFlags, SourceFlags {
  /** ISO date of the hand-off. */
  readonly date?: string;
  readonly ports?: string;
  /** Include every row and line in the page, however long it becomes. */
  readonly full?: boolean;
  /** Folder for one file per row. */
  readonly issues?: string;
  /** Add new drifts to the baseline. */
  readonly updateBaseline?: boolean;
  /** Use existing traces without checking whether they are up to date. */
  readonly traces?: boolean;
}

export interface AuditContext {
  readonly workspace: Workspace;
  readonly flags: AuditFlags;
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly date: string;
  readonly sources: AuditSources;
}
