import { Document, stringify, visit } from 'yaml';
import { byKey, compareText } from '../lib/compare-text.ts';
import type {
  ArgumentReading,
  ClientSurface,
  Constant,
  MethodReading,
  SendingMethod,
} from '../model/client-surface.ts';
import type { Place } from '../model/contract.ts';
import type { CallOutcome } from '../model/driver.ts';
import type { Json } from '../model/json.ts';
import type { ClientFacts } from '../model/manifest.ts';
import { maskText } from './volatile.ts';

/** Facts that the snapshot shares with the manifest. A manifest can then be checked without the client. */
type SurfaceFacts = Pick<ClientFacts, 'source' | 'covers' | 'drift'>;

/** Version 1 of the format had no `format` member, and lacked facts that the manifest needs. */
export const SNAPSHOT_FORMAT = 2;

/** The snapshot is sorted and contains no made-up values, so it changes only if the client changes. */
export function formatSurface(surface: ClientSurface, { source, covers, drift }: SurfaceFacts): string {
  const usual = usualRaises(surface.methods);
  const methods = Object.fromEntries(surface.methods.map((method) => [method.name, methodOf(method, usual)]));
  const versions = Object.fromEntries(surface.description.versions.map(({ source, version }) => [source, version]));
  const head = `# What \`parity trace ${surface.client}\` learnt. Generated: \`parity trace ${surface.client} --update\` writes it anew.\n`;
  const options = { lineWidth: 120, aliasDuplicateObjects: false };
  const { client, profile } = surface;
  const main = {
    format: SNAPSHOT_FORMAT,
    client,
    profile,
    source,
    versions,
    raises: Object.fromEntries(usual),
    methods,
  };
  return head + stringify(main, options) + linesOf('covers', covers) + linesOf('drift', drift);
}

function linesOf(section: string, entries: object): string {
  const document = new Document({ [section]: entries });
  visit(document, {
    Map: (_, node, path) => {
      if (path.length > 3) node.flow = true;
    },
    Seq: (_, node) => {
      node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}

type Raises = ReadonlyMap<string, string>;

function methodOf(method: MethodReading, usual: Raises): Json {
  if (method.state === 'local') return { sends: [] };
  if (method.state === 'blocked') return { blocked: maskText(method.reason) };
  const { requests, arguments: args, constants } = method;
  const fixed = constants.filter(({ argument, when }) => argument === null && when === null);
  const defaults = constants.filter(({ argument }) => argument !== null);
  return {
    sends: requestLines(requests),
    ...(needsInput(method) && {
      needs_input: 'the command asks on standard input; put the reply under `answers:` in the client file',
    }),
    ...(args.length > 0 && {
      arguments: Object.fromEntries(args.map((argument) => [nameOf(argument), arrivalOf(argument)])),
    }),
    ...(defaults.length > 0 && { defaults: valuesOf(defaults) }),
    ...(fixed.length > 0 && { fixed: valuesOf(fixed) }),
    ...oddRaises(method, usual),
  };
}

/** Consecutive equal requests become one line, because the number of polls depends on the speed of the trace. */
function requestLines(requests: SendingMethod['requests']): readonly string[] {
  const names = requests.map(
    ({ operation, method, target }) => operation ?? `${method} ${plainPath(target)} (undocumented)`,
  );
  return names.flatMap((name, index) => {
    if (name === names[index - 1]) return [];
    return name === names[index + 1] ? `${name}, repeatedly` : name;
  });
}

/** Returns true if a command failed after it had read from standard input. */
function needsInput({ base: { outcome } }: SendingMethod): boolean {
  return outcome.kind === 'exited' && outcome.code !== 0 && outcome.asked === true;
}

function plainPath(target: string): string {
  const [path = ''] = target.split('?');
  return maskText(path.replaceAll(/[^/]*(?:pw-|\b41\d{3}\b)[^/]*/g, '*'));
}

function nameOf({ path, required }: ArgumentReading): string {
  return required ? path : `${path}?`;
}

function arrivalOf({ state, landings, needs, parameter }: ArgumentReading): Json {
  const places = [...new Set(landings.map(({ place }) => placeText(place)))].sort();
  const arrival = state === 'lands' ? places.join(', ') || 'changes the request' : state;
  const condition = needs === undefined ? '' : `, with ${needs}`;
  return `${arrival}${condition}${parameter.declared === undefined ? '' : ` (${parameter.declared})`}`;
}

function valuesOf(constants: readonly Constant[]): Json {
  return Object.fromEntries(
    constants.map(({ place, value, mask }) => [placeText(place), mask ?? value] as const).sort(byKey),
  );
}

function placeText({ location, name }: Place): string {
  return `${location} ${location === 'body' ? name.replace(/^\/([^/]*)$/, '$1') : name}`;
}

function raisesOf({ calls }: SendingMethod): Raises {
  const raises = new Map<string, string>();
  for (const { purpose, outcome } of calls) {
    if (purpose.kind !== 'answer') continue;
    const { answer } = purpose;
    if (answer.kind === 'varied' || (answer.kind === 'error' && answer.retryAfter !== undefined)) continue;
    const key =
      answer.kind === 'not-modified' ? '304' : `${answer.status}${answer.kind === 'error' ? '' : ` ${answer.kind}`}`;
    raises.set(key, outcomeName(outcome));
  }
  return raises;
}

/** Returns the usual outcome for each response, such as `NotFoundError` for 404. The snapshot writes a usual outcome only once. */
function usualRaises(methods: readonly MethodReading[]): Raises {
  const counts = new Map<string, Map<string, number>>();
  for (const method of methods) {
    for (const [key, name] of method.state === 'sends' ? raisesOf(method) : []) {
      const names = counts.get(key) ?? new Map<string, number>();
      counts.set(key, names.set(name, (names.get(name) ?? 0) + 1));
    }
  }
  const mostly = (names: ReadonlyMap<string, number>) =>
    [...names].sort(([a, x], [b, y]) => y - x || compareText(a, b))[0]?.[0] ?? '';
  return new Map([...counts].map(([key, names]) => [key, mostly(names)] as const).sort(byKey));
}

function oddRaises(method: SendingMethod, usual: Raises): { readonly raises?: Json } {
  const odd = [...raisesOf(method)].filter(([key, name]) => usual.get(key) !== name);
  return odd.length === 0 ? {} : { raises: Object.fromEntries(odd.sort(byKey)) };
}

function outcomeName(outcome: CallOutcome): string {
  switch (outcome.kind) {
    case 'raised':
      return outcome.class;
    case 'exited':
      return `exit code ${outcome.code}`;
    case 'returned':
      return 'nothing: it returns';
    case 'timed-out':
      return 'nothing, because the client keeps trying';
  }
}
