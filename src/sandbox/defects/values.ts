import type { DefectTable } from './table.ts';

/** Defects that lose or change a value, such as a description that is not stored. */
export const VALUE_DEFECTS = {
  'cue-description-dropped': {
    summary: '`description` is accepted but not stored',
    operation: 'cues.create',
    kind: 'field-ignored',
  },
  'cue-payload-not-updated': {
    summary: '`payload` is accepted in an update but not changed',
    operation: 'cues.update',
    kind: 'field-ignored',
  },
  'agent-metadata-not-updated': {
    summary: '`metadata` is accepted in an update but not changed',
    operation: 'agents.update',
    kind: 'field-ignored',
  },
  'worker-handlers-dropped': {
    summary: 'handlers are accepted but not stored',
    operation: 'workers.heartbeat',
    kind: 'field-ignored',
  },
  'naive-send-at-accepted': {
    summary: 'A send_at without an offset is accepted',
    operation: 'messages.send',
    kind: 'accepted-invalid',
  },
  'past-send-at-rejected': {
    summary: 'A past send_at is rejected, although the cue should fire immediately',
    operation: 'cues.fire',
    kind: 'rejected-valid',
  },
  'send-at-offset-lost': {
    summary: 'The offset of send_at is dropped: 09:00+02:00 becomes 09:00Z',
    operation: 'messages.send',
    kind: 'value-mismatch',
  },
  'emoji-mangled': {
    summary: 'Characters beyond the basic multilingual plane become question marks',
    operation: 'messages.send',
    kind: 'value-mismatch',
  },
  'nul-crashes': { summary: 'A NUL in the body causes a 500', operation: 'messages.send', kind: 'server-error' },
  'length-counted-in-bytes': {
    summary: 'The length of subject is counted in bytes: 255 accented letters are rejected',
    operation: 'messages.send',
    kind: 'rejected-valid',
  },
} as const satisfies DefectTable;
