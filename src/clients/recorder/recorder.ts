import type { ContractSet } from '../../model/contract.ts';
import type { ClientExchange, OddAnswer } from '../../model/trace.ts';
import { openTraffic } from './open-traffic.ts';
import { createStub } from './stub.ts';

/** The server that a client is driven against: it answers from the contracts and keeps what arrived. */
export interface Recorder {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** What arrived since the last time, in order; complete ones only, after open ones had a moment to end. */
  take(): Promise<readonly ClientExchange[]>;
  /** How the requests to come are answered; null: with the contract's success. */
  answer(odd: OddAnswer | null): void;
  close(): Promise<void>;
}

export interface RecorderOptions {
  readonly contracts: ContractSet;
  readonly profile: string;
}

/** What open requests have at most to end before they are left for the next time. */
const MOMENT_MS = 250;

/** Listens on a free port of loopback. */
export async function openRecorder({ contracts, profile }: RecorderOptions): Promise<Recorder> {
  const stub = createStub({ contracts, profile });
  let heard: { readonly number: number; readonly exchange: ClientExchange }[] = [];
  const listener = await openTraffic(
    {
      ...{ contracts, profile },
      onExchange: ({ request, response, operation }, number) =>
        void heard.push({ number, exchange: { request, response, operation } }),
    },
    (request, { contract }) => ({ response: stub.answer(request, contract) }),
  );
  return {
    origin: listener.origin,
    take: async () => {
      await listener.settle(MOMENT_MS);
      const taken = heard.sort((a, b) => a.number - b.number);
      heard = [];
      return taken.map(({ exchange }) => exchange);
    },
    answer: stub.use,
    close: listener.close,
  };
}
