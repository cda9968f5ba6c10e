import { describe, expect, it } from 'vitest';
import { placeOf, readPlace } from '../../src/gate/place-of.ts';
import type { Finding } from '../../src/model/finding.ts';
import { aFinding } from './builders.ts';

const PROBE = 'probe.notes.get/title.nul/sent';
const nul = { tried: { what: 'nul', about: 'title' }, outcome: '5xx' };
const crash = { kind: 'server-error' as const, field: null };

describe('the place of a finding', () => {
  it.each<[string, Partial<Finding>, string]>([
    [
      'contains the field that a probe varied',
      { ...crash, ...nul, address: PROBE, cause: 'server-error/nul/5xx' },
      'notes.get title',
    ],
    [
      'contains the field if the cause comes from a simpler variation',
      { ...crash, ...nul, address: PROBE, cause: 'server-error/at-max-length/5xx' },
      'notes.get title',
    ],
    [
      'contains no field if every call fails',
      { ...crash, ...nul, address: PROBE, cause: 'server-error/notes.get/5xx' },
      'notes.get',
    ],
    [
      'contains the step of a suite, whose failure says nothing about other steps',
      { ...crash, cause: 'server-error/notes.get/internal_error/5xx' },
      'notes.get at notes/keeps-text/read',
    ],
    ['contains the field and the step of an expectation', {}, 'notes.get /text at notes/keeps-text/read'],
    [
      'contains no step for a member of a schema',
      { kind: 'response-field-missing', cause: 'response-field-missing/note/text' },
      'notes.get /text',
    ],
    [
      'contains no step of recorded traffic',
      { ...crash, address: 'record/notes.get/3', cause: 'server-error/notes.get/5xx' },
      'notes.get',
    ],
  ])('%s', (_title, finding, place) => {
    expect(placeOf(aFinding(finding))).toBe(place);
  });

  it.each([
    ['notes.get', { operation: 'notes.get', field: '' }],
    ['notes.get at', { operation: 'notes.get', field: 'at' }],
    ['notes.get /a b at a/b/c', { operation: 'notes.get', field: '/a b', step: 'a/b/c' }],
    ['notes.get at at a/b/c', { operation: 'notes.get', field: 'at', step: 'a/b/c' }],
    ['notes.get at a/b/c', { operation: 'notes.get', field: '', step: 'a/b/c' }],
  ])('is read correctly from the text: %s', (place, parts) => {
    expect(readPlace(place)).toEqual(parts);
  });
});
