import type { Api } from '../../model/contract.ts';
import type { Finding } from '../../model/finding.ts';
import type { JudgedScenario } from '../../model/verdict.ts';
import { KINDS } from '../kinds.ts';
import { curlLine } from './curl-line.ts';
import type { ReproducedRequest } from './sent-request.ts';

export interface ReproductionSource {
  readonly sent: readonly ReproducedRequest[];
  readonly origin: string;
  readonly api: Api;
  /** Whether the finding is to be shown with its requests: many have one cause. */
  readonly isShown: (finding: Finding) => boolean;
}

/**
 * How to see each finding about an answer again: of a suite the request itself, its steps are written down; of a generated
 * scenario all that was sent up to it.
 */
export function addReproductions(scenario: JudgedScenario, source: ReproductionSource): JudgedScenario {
  if (scenario.steps.every(({ findings }) => findings.length === 0)) return scenario;
  const lines = createLines(source);
  const isWritten = scenario.source === 'suite';
  const add = (finding: Finding): Finding => {
    if (KINDS[finding.kind].about === 'request' || !source.isShown(finding)) return finding;
    const reproduction = lines(finding, isWritten);
    return reproduction.length === 0 ? finding : { ...finding, reproduction };
  };
  const steps = scenario.steps.map((step) =>
    step.findings.length === 0 ? step : { ...step, findings: step.findings.map(add) },
  );
  return { ...scenario, steps };
}

/** Copies of a request that left together are one line. Each line is written once, and only when it is shown. */
function createLines({ sent, origin, api }: Omit<ReproductionSource, 'isShown'>) {
  const written = new Map<ReproducedRequest, string>();
  const lineOf = (request: ReproducedRequest): string => {
    const copies = sent.filter(({ address, phase }) => address === request.address && phase === request.phase).length;
    const line = written.get(request) ?? curlLine(request, { origin, api, copies: isCleanup(request) ? 1 : copies });
    written.set(request, line);
    return line;
  };
  return ({ evidence }: Finding, isWritten: boolean): readonly string[] => {
    const shown = sent.find(({ id }) => id === evidence.exchange);
    if (shown === undefined) return [];
    if (isWritten) return [lineOf(shown)];
    const before = sent.slice(0, sent.indexOf(shown)).filter((each) => !isCleanup(each));
    const steps = new Map([...before, shown].map((each) => [each.address, each]));
    return [...steps.values()].map(lineOf);
  };
}

function isCleanup({ phase }: ReproducedRequest): boolean {
  return phase === 'cleanup';
}
