import type { Io } from '../app/io.ts';
import { openWorkspace, type WorkspaceFlags } from '../app/open-workspace.ts';
import { untilSignal } from '../app/until-signal.ts';
import { jsonResponse, openListener } from '../clients/recorder/listener.ts';
import { userError } from '../lib/error.ts';
import { nearest } from '../lib/nearest.ts';
import { plural } from '../lib/plural.ts';
import { previewText } from '../lib/preview-value.ts';
import type { ContractSet } from '../model/contract.ts';
import type { HttpRequest } from '../model/http.ts';
import { findScheme, type SignatureScheme } from '../model/signature.ts';
import { checkSignature, type SignatureVerdict } from '../wire/sign.ts';

interface ReceiveFlags extends WorkspaceFlags {
  /** Environment variables that contain secrets. A delivery may be signed with any of these secrets. */
  readonly secretEnv?: readonly string[];
  readonly scheme?: string;
  readonly port?: number;
  readonly count?: number;
  readonly timeoutMs?: number;
}

/** Prints for each webhook delivery whether its signature is valid. */
export async function receive(flags: ReceiveFlags, io: Io): Promise<number> {
  const { contracts } = await openWorkspace(flags, io);
  const scheme = chooseScheme(contracts, flags.scheme);
  const secrets = readSecrets(flags.secretEnv ?? [], io);
  const seen: SignatureVerdict[] = [];
  const { promise: enough, resolve: stop } = deferred();
  const listener = await openListener({
    ...(flags.port !== undefined && { port: flags.port }),
    answer: () => ({ response: jsonResponse(200, {}) }),
    onHeard: ({ request }) => {
      const verdict = checkDelivery(scheme, request, { secrets, now: io.now() });
      seen.push(verdict);
      io.out(`${describe(request, verdict)}\n`);
      if (seen.length === flags.count) stop();
    },
  });
  io.out(`# ${listener.origin} (stop with Ctrl-C); signatures are checked with the scheme ${scheme.name} in contracts/signatures.yaml
export PARITY_RECEIVER_URL=${listener.origin}
`);
  const timer = flags.timeoutMs === undefined ? undefined : setTimeout(stop, flags.timeoutMs);
  await Promise.race([untilSignal(io), enough]);
  clearTimeout(timer);
  await listener.settle(500);
  await listener.close();
  return conclude(seen, { wanted: flags.count ?? 1, io });
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

function chooseScheme({ signatures = [] }: ContractSet, wanted: string | undefined): SignatureScheme {
  const scheme = findScheme(signatures, wanted);
  if (scheme !== undefined) return scheme;
  const names = signatures.map(({ name }) => name);
  if (names.length === 0)
    throw userError('signatures-missing', 'the contracts do not declare how deliveries are signed', {
      hint: 'Write contracts/signatures.yaml: see docs/reference/signatures.md.',
    });
  const near = wanted === undefined ? undefined : nearest(wanted, names);
  throw userError('scheme-unknown', `--scheme must be one of ${names.join(', ')}; was ${wanted ?? 'not given'}`, {
    ...(near !== undefined && { hint: `Did you mean "${near}"?` }),
  });
}

function readSecrets(names: readonly string[], { env }: Io): readonly string[] {
  if (names.length === 0)
    throw userError('usage-invalid', '--secret-env must name a variable that contains the secret', {
      hint: 'For example: parity receive --secret-env WEBHOOK_SECRET. A secret must not be given on the command line.',
    });
  return names.map((name) => {
    const secret = env[name];
    if (secret !== undefined && secret !== '') return secret;
    throw userError('secret-missing', `the variable ${name} is not set`, { exitCode: 3 });
  });
}

interface Knowing {
  readonly secrets: readonly string[];
  readonly now: Date;
}

/** If the signature matches no secret, returns the result for the first secret. */
function checkDelivery(
  scheme: SignatureScheme,
  { headers, body }: HttpRequest,
  { secrets, now }: Knowing,
): SignatureVerdict {
  const verdicts = secrets.map((secret) =>
    checkSignature(scheme, { headers, body: body ?? new Uint8Array(), secret, now }),
  );
  return verdicts.find(({ kind }) => kind === 'holds') ?? verdicts[0] ?? { kind: 'differs' };
}

/** Leaves out the query of the URL, because the query may contain tokens. */
function describe({ method, target }: HttpRequest, verdict: SignatureVerdict): string {
  const [path = ''] = target.split('?');
  const what = previewText(`${method} ${path}`, 100);
  return verdict.kind === 'holds' ? `holds          ${what}` : `INVALID        ${what}: ${explain(verdict)}`;
}

function explain(verdict: Exclude<SignatureVerdict, { kind: 'holds' }>): string {
  switch (verdict.kind) {
    case 'header-missing':
      return `must have the header ${verdict.header}; the header is missing`;
    case 'no-time':
      return `the timestamp must be in unix seconds; was "${previewText(verdict.timestamp, 40)}"`;
    case 'out-of-time':
      return `signed ${Math.round(Math.abs(verdict.ageMs) / 1000)} s ${verdict.ageMs > 0 ? 'ago' : 'ahead of the current time'}`;
    case 'differs':
      return 'signed with a different secret, or for a different body or timestamp';
  }
}

function conclude(
  seen: readonly SignatureVerdict[],
  { wanted, io }: { readonly wanted: number; readonly io: Io },
): number {
  const wrong = seen.filter(({ kind }) => kind !== 'holds').length;
  io.err(`${plural(seen.length, 'delivery', 'deliveries')}, ${wrong} with an invalid signature\n`);
  if (wrong > 0) return 1;
  return seen.length < wanted ? 5 : 0;
}
