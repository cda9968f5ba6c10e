import { ok, type SandboxReply } from '../http/message.ts';
import { type OpenCall, openRoute, type Route } from '../http/route.ts';
import { advance } from '../scheduler.ts';
import { offset } from '../time-format.ts';
import { object } from '../validate/containers.ts';
import { refine, type Schema } from '../validate/schema.ts';

/** The sandbox's own endpoints begin with `/__sandbox`. They are not part of the API. */
export function controlRoutes(): readonly Route[] {
  return [
    openRoute({
      operation: 'sandbox.advance',
      request: 'POST /__sandbox/advance',
      body: object({ seconds: positive() }),
      handle: advanceClock,
    }),
    openRoute({ operation: 'sandbox.state', request: 'GET /__sandbox/state', handle: getState }),
  ];
}

const LONGEST_ADVANCE_SECONDS = 400 * 24 * 3600;

function positive(): Schema<number> {
  const number: Schema<number> = { read: (value) => (typeof value === 'number' ? value : Number.NaN) };
  return refine(number, (value) =>
    value >= 0 && value <= LONGEST_ADVANCE_SECONDS
      ? undefined
      : `Expected seconds from 0 to ${LONGEST_ADVANCE_SECONDS}`,
  );
}

async function advanceClock({ world, body }: OpenCall<{ readonly seconds: number }>): Promise<SandboxReply> {
  await advance(world, body.seconds * 1000);
  return ok({ now: offset(world.clock.now()) });
}

/** The state contains data that the API never shows, such as emails and deliveries. */
function getState({ world }: OpenCall): SandboxReply {
  const { state } = world;
  return ok({
    now: offset(world.clock.now()),
    users: state.users.size,
    cues: state.cues.size,
    executions: state.executions.size,
    workers: state.workers.size,
    agents: state.agents.size,
    messages: state.messages.size,
    events: state.events.length,
    subscriptions: state.subscriptions.size,
    alerts: state.alerts.length,
    agenda: world.agenda.size,
    mails: state.mails.slice(-20),
    deliveries: state.deliveries.slice(-20).map((delivery) => ({ ...delivery, at: offset(delivery.at) })),
  });
}
