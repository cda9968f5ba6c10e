import { type Address, type ExchangeId, withoutRerun } from '../../model/address.ts';
import type { Api } from '../../model/contract.ts';
import type { Finding } from '../../model/finding.ts';
import type { SecretSources } from '../../model/target.ts';
import type { JudgedScenario } from '../../model/verdict.ts';
import { KINDS } from '../kinds.ts';
import { curlLine } from './curl-line.ts';
import { scriptValues } from './script-values.ts';
import type { ReproducedRequest } from './sent-request.ts';

interface ReproductionSource {
  readonly sent: readonly ReproducedRequest[];
  readonly origin: string;
  readonly api: Api;
  readonly secrets?: SecretSources | undefined;
  /** Only a few findings per cause get a reproduction. */
  readonly isShown: (finding: Finding) => boolean;
}

/** A reproduction contains the requests of a scenario up to the finding. */
export function addReproductions(scenario: JudgedScenario, source: ReproductionSource): JudgedScenario {
  if (scenario.steps.every(({ findings }) => findings.length === 0)) return scenario;
  const add = (finding: Finding): Finding => {
    if (KINDS[finding.kind].about === 'request' || !source.isShown(finding)) return finding;
    const reproduction = reproductionOf(finding.evidence.exchange, source);
    return reproduction.length === 0 ? finding : { ...finding, reproduction };
  };
  const steps = scenario.steps.map((step) =>
    step.findings.length === 0 ? step : { ...step, findings: step.findings.map(add) },
  );
  return { ...scenario, steps };
}

/** Returns bash lines for the requests up to an exchange. Simultaneous copies share one line. */
export function reproductionOf(
  exchange: ExchangeId,
  { sent, origin, api, secrets }: Omit<ReproductionSource, 'isShown'>,
): readonly string[] {
  const shown = sent.find(({ id }) => id === exchange);
  if (shown === undefined) return [];
  const round = shown.phase === 'cleanup' ? sent : roundOf(shown, sent);
  const requests = requestsUpTo(shown, round);
  const copies = countCopies(round);
  const copiesOf = ({ address, phase }: ReproducedRequest) => (phase === 'cleanup' ? 1 : (copies.get(address) ?? 1));
  const values = scriptValues(requests, (request) => copiesOf(request) === 1);
  const lines = requests.flatMap((request) => {
    const line = curlLine(request, {
      ...{ origin, api, secrets, copies: copiesOf(request), known: values.known(request) },
    });
    const taken = values.taken(request);
    if (taken === undefined) return [line];
    return [`${taken.response}=$(${line.replace('curl -i', 'curl -sSi')}); echo "$${taken.response}"`, ...taken.lines];
  });
  return [...values.first, ...lines];
}

/** Maximum number of earlier requests in a reproduction, in addition to requests that provide a value. */
const MOST_BEFORE = 50;

function requestsUpTo(shown: ReproducedRequest, sent: readonly ReproducedRequest[]): readonly ReproducedRequest[] {
  const before = sent.slice(0, sent.indexOf(shown)).filter(({ phase }) => phase !== 'cleanup');
  const steps = [...new Map([...before, shown].map((each) => [each.address, each])).values()];
  const late = steps.slice(-MOST_BEFORE - 1);
  const needed = new Set<Address>();
  const early = steps.slice(0, -late.length).toReversed();
  const need = ({ refers }: ReproducedRequest) => {
    for (const { from } of refers) if (from !== undefined) needed.add(from.address);
  };
  for (const each of late) need(each);
  for (const each of early) if (needed.has(each.address)) need(each);
  return [...early.filter(({ address }) => needed.has(address)).toReversed(), ...late];
}

/** Returns the requests of one round of a race. A new round begins if a step is sent again after a different step. */
function roundOf(shown: ReproducedRequest, sent: readonly ReproducedRequest[]): readonly ReproducedRequest[] {
  let round: ReproducedRequest[] = [];
  const seen = new Set<Address>();
  for (const each of sent) {
    if (each.phase === 'cleanup') continue;
    if (seen.has(each.address) && round.at(-1)?.address !== each.address) {
      if (round.includes(shown)) return round;
      round = [];
      seen.clear();
    }
    round.push(each);
    seen.add(each.address);
  }
  return round;
}

function countCopies(sent: readonly ReproducedRequest[]): ReadonlyMap<Address, number> {
  const counts = new Map<Address, number>();
  for (const { address, phase } of sent) if (phase !== 'cleanup') counts.set(address, (counts.get(address) ?? 0) + 1);
  return counts;
}

export interface Reruns {
  readonly add: (rerun: JudgedScenario) => void;
  /** Replaces the reproduction of each finding with the smallest reproduction that a repetition found. */
  readonly shrink: (scenario: JudgedScenario) => JudgedScenario;
}

type Lines = readonly string[];

export function createReruns(): Reruns {
  const smallest = new Map<Address, Map<string, Lines>>();
  return {
    add: ({ address, steps }) => {
      const original = withoutRerun(address);
      const known = smallest.get(original) ?? new Map<string, Lines>();
      smallest.set(original, known);
      for (const { fingerprint, reproduction } of steps.flatMap(({ findings }) => findings))
        if (isSmaller(reproduction, known.get(fingerprint))) known.set(fingerprint, reproduction);
    },
    shrink: (scenario) => {
      const known = smallest.get(scenario.address);
      if (known === undefined) return scenario;
      const shrink = (finding: Finding): Finding => {
        const reproduction = known.get(finding.fingerprint);
        return isSmaller(reproduction, finding.reproduction) ? { ...finding, reproduction } : finding;
      };
      return { ...scenario, steps: scenario.steps.map((step) => ({ ...step, findings: step.findings.map(shrink) })) };
    },
  };
}

function isSmaller(lines: Lines | undefined, than: Lines | undefined): lines is Lines {
  if (lines === undefined) return false;
  return than === undefined || (lines.at(-1)?.length ?? 0) < (than.at(-1)?.length ?? 0);
}
