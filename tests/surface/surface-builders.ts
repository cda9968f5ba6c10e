import type { Place } from '../../src/model/contract.ts';
import type { Surface, SurfaceField, SurfaceOperation } from '../../src/model/surface.ts';

export function at(file = 'somewhere.md'): { readonly file: string; readonly line: number; readonly excerpt: string } {
  return { file, line: 1, excerpt: '' };
}

export function field(name: string, changes: Partial<SurfaceField> = {}): SurfaceField {
  return { name, place: { location: 'body', name }, type: 'string', required: false, at: at(), ...changes };
}

export function inPlace(location: Place['location'], name: string): Pick<SurfaceField, 'place'> {
  return { place: { location, name } };
}

export function operation(id: string, request: string, fields: readonly SurfaceField[] = []): SurfaceOperation {
  const [method = '', path = ''] = request.split(' ');
  return {
    id,
    request: { method, path },
    names: [],
    fields,
    answers: null,
    errors: null,
    lifecycle: 'shipped',
    at: at(),
  };
}

export function surface(operations: readonly SurfaceOperation[], changes: Partial<Surface> = {}): Surface {
  return { source: 'contract', complete: { operations: true, fields: true }, operations, remarks: [], ...changes };
}

export const API: readonly SurfaceOperation[] = [
  operation('cues.create', 'POST /v1/cues', [
    field('name', { required: true }),
    field('schedule', { type: 'object', required: true }),
    field('schedule.cron', inPlace('body', '/schedule/cron')),
    field('transport', { enum: ['webhook', 'worker'] }),
  ]),
  operation('cues.fire', 'POST /v1/cues/{cue_id}/fire', [
    field('cue_id', { ...inPlace('path', 'cue_id'), required: true }),
    field('send_at'),
    field('exit_criteria', { type: 'list of string' }),
    field('mode', { enum: ['now', 'later'] }),
  ]),
  operation('cues.list', 'GET /v1/cues', [
    field('limit', { ...inPlace('query', 'limit'), type: 'integer' }),
    field('status', { ...inPlace('query', 'status'), enum: ['active', 'paused'] }),
    field('cursor', inPlace('query', 'cursor')),
  ]),
  operation('executions.heartbeat', 'POST /v1/executions/{execution_id}/heartbeat', [
    field('execution_id', { ...inPlace('path', 'execution_id'), required: true }),
    field('worker_id', inPlace('header', 'X-Worker-Id')),
    field('state', { enum: ['busy', 'idle'] }),
  ]),
];
