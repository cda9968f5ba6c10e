import type { Instant } from './clock.ts';
import type { World } from './world.ts';

const TICK_MS = 250;

const queues = new WeakMap<World, Promise<void>>();

/** Runs due tasks several times a second. The timer does not keep the process alive. */
export function startTicking(world: World): () => void {
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    // a failed task is a bug of the sandbox, but the other tasks still run
    const done = () => {
      isBusy = false;
    };
    runUntil(world, world.clock.now()).then(done, done);
  }, TICK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Moves the clock and runs all tasks that become due, in order. */
export function advance(world: World, milliseconds: number): Promise<void> {
  return runUntil(world, world.clock.now() + milliseconds);
}

function runUntil(world: World, until: Instant): Promise<void> {
  const before = queues.get(world) ?? Promise.resolve();
  const run = before.then(() => runDueTasks(world, until));
  queues.set(
    world,
    run.catch(() => undefined),
  );
  return run;
}

async function runDueTasks(world: World, until: Instant): Promise<void> {
  for (let entry = world.agenda.takeDue(until); entry; entry = world.agenda.takeDue(until)) {
    world.clock.moveTo(entry.at);
    await entry.task();
  }
  world.clock.moveTo(until);
}
