import { foldName } from '../../lib/fold-name.ts';
import type { ArgumentReading, ClientSurface, SendingMethod } from '../../model/client-surface.ts';
import { placeWords } from '../lattice/place-words.ts';

/** Finds arguments with this name in any spelling, including members of an options object. */
export function argumentsNamed({ arguments: all }: SendingMethod, name: string): readonly ArgumentReading[] {
  const wanted = foldName(name);
  return all.filter(({ path }) => foldName(path) === wanted || foldName(path.split('.').at(-1) ?? path) === wanted);
}

export function isSent({ state, landings }: ArgumentReading): boolean {
  return state === 'lands' && landings.length > 0;
}

/** Describes the place and the call of an argument, as in `body ship_at (acme/orders.ship#4)`. */
export function landingWords({ landings, call }: ArgumentReading): string {
  const [landing] = landings;
  return `${landing === undefined ? 'sent' : placeWords(landing.place)} (${call.id})`;
}

export function sendersOf(name: string, { methods }: ClientSurface): readonly string[] {
  return methods.flatMap((method) =>
    method.state === 'sends' && argumentsNamed(method, name).some(isSent) ? [method.name] : [],
  );
}
