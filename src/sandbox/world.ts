import { createHmac, randomBytes } from 'node:crypto';
import { type Clock, type Instant, makeClock } from './clock.ts';
import type { DefectName } from './defects/index.ts';
import type { Settings } from './options.ts';
import { makeRateLimiter, type RequestCounter } from './rate-limit.ts';
import type { Alert, DeviceCode, Echo, Mail, User } from './records/account.ts';
import type { Agent, LiveSession } from './records/agent.ts';
import type { Cue, FireMemory } from './records/cue.ts';
import type { Execution, Worker } from './records/execution.ts';
import type { AgentEvent, Message, Subscription } from './records/message.ts';

/** Everything that a handler can see and change in one running sandbox. */
export interface World {
  readonly settings: Settings;
  readonly hosted: boolean;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly state: State;
  readonly agenda: Agenda;
  readonly limiter: RequestCounter;
  readonly secrets: { readonly internalToken: string; readonly sessionKey: string };
  /** These functions are called after each new event. They wake the requests that wait for events. */
  readonly eventListeners: Set<() => void>;
  has(defect: DefectName): boolean;
}

export function makeWorld(settings: Settings): World {
  const clock = makeClock(settings.now);
  const ids = makeIds(settings.seed);
  return {
    settings,
    hosted: settings.profile === 'hosted',
    clock,
    ids,
    state: emptyState(),
    agenda: makeAgenda(),
    limiter: makeRateLimiter(clock),
    secrets: { internalToken: ids.hex('int_', 48), sessionKey: ids.hex('', 64) },
    eventListeners: new Set(),
    has: (defect) => settings.defects.has(defect),
  };
}

/** Creates ids and secrets. They never repeat in one sandbox, but two sandboxes with the same seed create the same sequence. */
interface Ids {
  uuid(): string;
  /** Creates an id such as `cue_4k2m9x0a7b1c`. */
  short(prefix: string): string;
  /** Creates an id. The parameter `digits` is the number of hexadecimal digits after the prefix. */
  hex(prefix: string, digits: number): string;
}

function makeIds(seed: number | undefined): Ids {
  const key = seed === undefined ? randomBytes(16) : Buffer.from(`sandbox:${seed}`);
  let drawn = 0;
  const draw = () => createHmac('sha256', key).update(String(drawn++)).digest();
  return {
    uuid: () => asUuid(draw()),
    short: (prefix) => prefix + [...draw().subarray(0, 12)].map((byte) => ALPHABET[byte % ALPHABET.length]).join(''),
    hex: (prefix, digits) => prefix + draw().toString('hex').slice(0, digits),
  };
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

function asUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const variant = '89ab'[(bytes[8] ?? 0) % 4];
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** The database of the sandbox. Its Maps keep the order of creation. */
interface State {
  readonly users: Map<string, User>;
  /** The API keys that were replaced, each with the time of the replacement. */
  readonly rotatedKeys: Map<string, Instant>;
  /** The key is a one-time session token. The value is a user id. */
  readonly sessionTokens: Map<string, string>;
  readonly deviceCodes: Map<string, DeviceCode>;
  readonly mails: Mail[];
  readonly echoes: Map<string, Echo>;
  readonly alerts: Alert[];
  readonly cues: Map<string, Cue>;
  readonly executions: Map<string, Execution>;
  /** The key is a user id and the start of a month. The value is the number of delivered webhooks. */
  readonly deliveredThisMonth: Map<string, number>;
  /** Each key consists of a cue id and an idempotency key. */
  readonly fires: Map<string, FireMemory>;
  readonly workers: Map<string, Worker>;
  readonly agents: Map<string, Agent>;
  /** Live sessions, including attachments. */
  readonly liveSessions: LiveSession[];
  readonly messages: Map<string, Message>;
  readonly subscriptions: Map<string, Subscription>;
  readonly events: AgentEvent[];
  readonly deliveries: DeliveryRecord[];
}

interface DeliveryRecord {
  readonly url: string;
  readonly status: number | null;
  readonly error: string | null;
  /** True if the receiver is not on loopback. The sandbox then makes up the result. */
  readonly simulated: boolean;
  readonly at: Instant;
}

function emptyState(): State {
  return {
    users: new Map(),
    rotatedKeys: new Map(),
    sessionTokens: new Map(),
    deviceCodes: new Map(),
    mails: [],
    echoes: new Map(),
    alerts: [],
    cues: new Map(),
    executions: new Map(),
    deliveredThisMonth: new Map(),
    fires: new Map(),
    workers: new Map(),
    agents: new Map(),
    liveSessions: [],
    messages: new Map(),
    subscriptions: new Map(),
    events: [],
    deliveries: [],
  };
}

/** A scheduled task cannot be cancelled, so each task must check whether it is still needed. */
interface Agenda {
  add(at: Instant, task: Task): void;
  /** Removes and returns the earliest due entry. Entries with the same time are taken in the order in which they were added. */
  takeDue(until: Instant): Entry | undefined;
  readonly size: number;
}

type Task = () => void | Promise<void>;

interface Entry {
  readonly at: Instant;
  readonly order: number;
  readonly task: Task;
}

/** Uses a binary heap, because a month with one run every minute has tens of thousands of tasks. */
function makeAgenda(): Agenda {
  const heap: Entry[] = [];
  let added = 0;
  return {
    add(at, task) {
      heap.push({ at, order: added++, task });
      siftUp(heap);
    },
    takeDue(until) {
      const first = heap[0];
      if (first === undefined || first.at > until) return undefined;
      const last = heap.pop();
      if (last !== undefined && last !== first) {
        heap[0] = last;
        siftDown(heap);
      }
      return first;
    },
    get size() {
      return heap.length;
    },
  };
}

function siftUp(heap: Entry[]): void {
  let child = heap.length - 1;
  while (child > 0) {
    const parent = (child - 1) >> 1;
    if (!swapUnlessOrdered(heap, parent, child)) return;
    child = parent;
  }
}

function siftDown(heap: Entry[]): void {
  let parent = 0;
  for (;;) {
    const left = 2 * parent + 1;
    const child = isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
    if (child >= heap.length || !swapUnlessOrdered(heap, parent, child)) return;
    parent = child;
  }
}

function swapUnlessOrdered(heap: Entry[], parent: number, child: number): boolean {
  const [upper, lower] = [heap[parent], heap[child]];
  if (upper === undefined || lower === undefined || !isBefore(lower, upper)) return false;
  heap[parent] = lower;
  heap[child] = upper;
  return true;
}

function isBefore(a: Entry | undefined, b: Entry | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
