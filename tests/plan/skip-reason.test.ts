import { describe, expect, it } from 'vitest';
import { skipReason } from '../../src/plan/skip-reason.ts';
import { call, contract, contractSet, planTarget } from './builders.ts';

function stateOf(as: string, actors: { readonly [actor: string]: readonly string[] }) {
  const contracts = contractSet([contract({ id: 'things.list', auth: ['api_key'] })]);
  const target = planTarget({ actors });
  return skipReason([call({ call: 'things.list', as })], { contracts, target, isGenerated: true })?.state;
}

describe('a generated call without its credential', () => {
  it('is blocked if the main actor has no credential at all', () => {
    expect(stateOf('main', {})).toBe('blocked');
    expect(stateOf('main', { main: [] })).toBe('blocked');
  });

  it('is not tried if another kind of credential or another actor is missing', () => {
    expect(stateOf('main', { main: ['session'] })).toBe('not-tried');
    expect(stateOf('other', { main: ['api_key'] })).toBe('not-tried');
  });
});
