import type { Contract } from '../../src/model/contract.ts';
import type { CallStep } from '../../src/model/suite.ts';
import { aField } from '../builders.ts';
import { call, contract } from '../plan/builders.ts';
import { answerJson, type Handler } from './servers.ts';

export function create(id: string, name = id): CallStep {
  return call({ id, call: 'things.create', with: { name } });
}

/** On this server, the name of a thing is also its id. */
export function things(): Handler {
  const held = new Set<string>();
  return (request, response) => {
    const name = request.target.split('/')[2] ?? '';
    if (request.method === 'POST') {
      const given = JSON.parse(request.body).name;
      held.add(given);
      answerJson(response, 201, { id: given, tags: [{ label: 'first' }] });
    } else if (request.method === 'DELETE') answerJson(response, held.delete(name) ? 200 : 404, {});
    else answerJson(response, 200, { id: name });
  };
}

export function deletions(seen: readonly { readonly method: string; readonly target: string }[]): readonly string[] {
  return seen.filter(({ method }) => method === 'DELETE').map(({ target }) => target);
}

export function thingOperations(): readonly Contract[] {
  const id = aField('thing_id', 'path');
  const at = { file: 'contracts/things/x.yaml', line: 1, column: 1 };
  return [
    contract({ at }),
    contract({
      ...{ id: 'things.create', verb: 'create', method: 'POST', safe: false, retryable: false, content: 'json', at },
      fields: [aField('name', 'body'), aField('note', 'body')],
      yields: { thing_id: '/id' },
      cleanup: { call: 'things.delete', with: {} },
    }),
    contract({ id: 'things.get', verb: 'get', path: '/things/{thing_id}', fields: [id], at }),
    contract({
      ...{ id: 'things.delete', verb: 'delete', method: 'DELETE', safe: false, retryable: false, at },
      ...{ path: '/things/{thing_id}', fields: [id] },
    }),
  ];
}
