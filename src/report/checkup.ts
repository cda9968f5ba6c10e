import { plural } from '../lib/plural.ts';
import { printable } from './printable.ts';

export interface Checkup {
  /** Name of a program, target or client, such as `target staging`. */
  readonly subject: string;
  readonly state: 'ok' | 'missing';
  readonly detail: string;
  /** A command that installs what is missing. The user can paste the command. */
  readonly fix?: string;
}

export function renderCheckups(checkups: readonly Checkup[]): string {
  const width = Math.max(0, ...checkups.map(({ subject }) => subject.length));
  const lines = checkups.flatMap(({ subject, state, detail, fix }) => [
    `${state.padEnd(7)}  ${printable(subject).padEnd(width)}  ${printable(detail)}`,
    ...(fix === undefined ? [] : [`${' '.repeat(9 + width)}  ${printable(fix)}`]),
  ]);
  const missing = checkups.filter(({ state }) => state === 'missing').length;
  const total = missing === 0 ? 'nothing is missing' : `${plural(missing, 'thing')} missing`;
  return `${lines.join('\n')}\n\n${total}\n`;
}
