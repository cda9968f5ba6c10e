import type { Listener } from './listener.ts';
import { openTraffic, type TrafficOptions } from './open-traffic.ts';
import { createStub } from './stub.ts';

/** Answers from the contracts. Nothing is to be said of such answers. */
export function openStub(options: TrafficOptions): Promise<Listener> {
  const stub = createStub(options);
  const onExchange: TrafficOptions['onExchange'] = (exchange, number) =>
    options.onExchange({ ...exchange, unjudgedAnswer: true }, number);
  return openTraffic({ ...options, onExchange }, (request, { contract }) => ({
    response: stub.answer(request, contract),
  }));
}
