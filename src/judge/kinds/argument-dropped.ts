import type { ArgumentReading } from '../../model/client-surface.ts';
import { atBase } from '../client/drafts.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import { findDefaulted } from '../readers/client/find-defaulted.ts';
import { argumentAliases } from '../readers/client/match-strays.ts';
import type { MethodUse } from '../readers/client/read-use.ts';
import { nearness } from '../readers/field-aliases.ts';

/** An argument that is accepted and changes nothing on the wire; or nothing unless another one is given. */
export const argumentDropped: Kind = {
  title: 'The client accepts an argument and does not send it',
  severity: 'error',
  gravity: 109,
  about: 'client',
  cause: 'place',
  priority: 'P1',
  trace: ({ uses, client }) =>
    uses
      .filter((use, index) => uses.findIndex(({ method }) => method === use.method) === index)
      .flatMap((use) =>
        use.method.arguments
          .filter(({ path }) => client.driver !== 'command' || !LOCAL_OPTION.test(path))
          .flatMap((argument) => dropped(argument, use)),
      ),
};

/** Options by which commands are told how to talk to their user. */
const LOCAL_OPTION = /^--(?:yes|assume-yes|no-input|quiet|verbose|debug|json|output|format|color|no-color)$/;

function dropped(argument: ArgumentReading, use: MethodUse): readonly ClientDraft[] {
  const target = use.targets.find(({ aliases }) => nearness(argumentAliases(argument), aliases) === 2);
  const field = target?.name ?? argument.path;
  const expected = target === undefined ? 'its value in the request' : `${target.place.location} ${target.name}`;
  const place = target?.place ?? ({ location: 'body', name: '' } as const);
  if (argument.state === 'dropped' && findDefaulted(argument, use) === undefined) {
    const observed = `argument ${argument.path} is accepted and sent nowhere`;
    return [{ ...atBase(use, place, { field, expected, observed }), call: argument.call }];
  }
  if (argument.state === 'lands' && argument.needs !== undefined) {
    const observed = `argument ${argument.path} is sent only when ${argument.needs} is given too`;
    return [{ ...atBase(use, place, { field, expected, observed, warning: true }), call: argument.call }];
  }
  return [];
}
