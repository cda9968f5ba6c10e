import type { Io } from '../app/io.ts';
import { onPort, sandboxProfile, start } from '../app/run/sandbox-target.ts';
import { untilSignal } from '../app/until-signal.ts';
import { userError } from '../lib/error.ts';
import { DEFECTS } from '../sandbox/defects/index.ts';
import { SHOP_DEFECTS, type ShopDefect } from '../sandbox/shop/orders.ts';
import { startShop } from '../sandbox/shop/start-shop.ts';

interface SandboxFlags {
  /** The value `shop` runs the server of the tutorial instead of the sandbox. */
  readonly example?: 'shop';
  readonly port?: number;
  readonly profile?: string;
  readonly defect?: readonly string[];
  readonly feature?: readonly string[];
  readonly seed?: number;
  readonly listDefects?: boolean;
  readonly json?: boolean;
}

/** Runs the sandbox server until it is interrupted, and prints its URL and credentials. */
export async function sandbox(flags: SandboxFlags, io: Io): Promise<number> {
  if (flags.example === 'shop') return flags.listDefects ? listShopDefects(io) : serveShop(flags, io);
  if (flags.listDefects) return listDefects(flags, io);
  const server = await start({
    port: flags.port,
    profile: sandboxProfile(flags.profile),
    defects: flags.defect,
    features: flags.feature,
    seed: flags.seed,
    nonce: io.env.PARITY_NONCE,
  });
  const { main, other, operator } = server.accounts;
  return serveUntilSignal(
    server,
    `# ${server.origin} (stop with Ctrl-C); these keys are valid for this process only
export PARITY_URL=${server.origin}
export PARITY_MAIN_API_KEY=${main.api_key}
export PARITY_MAIN_SESSION=${main.session_token}
export PARITY_OTHER_API_KEY=${other.api_key}
export PARITY_OTHER_SESSION=${other.session_token}
export PARITY_OPERATOR_INTERNAL=${operator.internal_token}
export PARITY_OPERATOR_INTERNAL_OBO=${operator.internal_token}
export PARITY_OPERATOR_INTERNAL_OBO__USER_ID=${main.user_id}
`,
    io,
  );
}

async function serveShop({ port = 0, defect = [] }: SandboxFlags, io: Io): Promise<number> {
  const server = await onPort(port, () => startShop(port, new Set(defect.map(shopDefect))));
  return serveUntilSignal(
    server,
    `# ${server.origin} (stop with Ctrl-C); this key is valid for this process only
export PARITY_URL=${server.origin}
export PARITY_MAIN_KEY=${server.key}
`,
    io,
  );
}

async function serveUntilSignal(
  server: { readonly close: () => Promise<unknown> },
  text: string,
  io: Io,
): Promise<number> {
  io.out(text);
  await untilSignal(io);
  await server.close();
  return 0;
}

function shopDefect(name: string): ShopDefect {
  if (isShopDefect(name)) return name;
  throw userError('defect-unknown', `the shop has no defect "${name}"`, {
    hint: `It has ${Object.keys(SHOP_DEFECTS).join(', ')}.`,
  });
}

function isShopDefect(name: string): name is ShopDefect {
  return Object.hasOwn(SHOP_DEFECTS, name);
}

function listShopDefects(io: Io): number {
  const width = Math.max(...Object.keys(SHOP_DEFECTS).map((name) => name.length));
  for (const [name, summary] of Object.entries(SHOP_DEFECTS)) io.out(`${name.padEnd(width)}  ${summary}\n`);
  return 0;
}

function listDefects(flags: SandboxFlags, io: Io): number {
  const entries = Object.entries(DEFECTS);
  if (flags.json) {
    io.out(`${JSON.stringify(DEFECTS, null, 2)}\n`);
    return 0;
  }
  const width = Math.max(...entries.map(([name]) => name.length));
  for (const [name, { operation, kind, summary }] of entries)
    io.out(`${name.padEnd(width)}  ${operation}, ${kind}: ${summary}\n`);
  return 0;
}
