import { expect, it } from 'vitest';
import { withoutProducers } from '../../src/plan/without-producers.ts';
import { contract, contractSet } from './builders.ts';

function linksWithout(failing: readonly string[]) {
  const put = contract({
    id: 'notes.replace',
    links: {
      note_id: [
        { from: 'notes.replace', value: '$request.path.note_id' },
        { from: 'notes.create', value: '$response.body#/id' },
      ],
    },
  });
  return withoutProducers(contractSet([put]), new Set(failing)).operations.get('notes.replace')?.links;
}

it('removes links to failing operations', () => {
  expect(linksWithout(['notes.create'])?.note_id?.map(({ from }) => from)).toEqual(['notes.replace']);
});

it('keeps the link of an operation to itself', () => {
  expect(linksWithout(['notes.replace'])?.note_id?.map(({ from }) => from)).toEqual(['notes.replace', 'notes.create']);
});
