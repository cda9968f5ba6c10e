import type { Workspace } from '../../model/workspace.ts';
import type { Io } from '../io.ts';
import type { WorkspaceFlags } from '../open-workspace.ts';
import type { AuditSources, SourceFlags } from './audit-sources.ts';

export interface AuditFlags extends WorkspaceFlags, SourceFlags {
  /** Date of the hand-off, for example 2027-01-31. */
  readonly date?: string;
  readonly ports?: string;
  readonly full?: boolean;
  /** Folder that gets one file per row of the hand-off. */
  readonly issues?: string;
  readonly updateBaseline?: boolean;
  /** Uses existing traces, even if they are out of date. */
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
