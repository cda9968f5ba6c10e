import { type UserError, userError } from '../../lib/error.ts';
import { onAbort } from '../../lib/on-abort.ts';
import type { CallOutcome, ClientDescription, DriverReply, DriverValue } from '../../model/driver.ts';
import { isOutcome } from './check-reply.ts';
import { clientFailed, hintFor } from './client-failed.ts';
import type { DriverProcess } from './driver-process.ts';
import type { Driver, DriverOptions, DriverSettings } from './driver-settings.ts';
import { driverRefused, lineTooLong, processDied } from './raised-outcomes.ts';
import { commandFor, garbagePrinted, startLife } from './start-life.ts';

/** Opens a driver, and starts its process again whenever the process ends. */
export async function openDriverHost(options: DriverOptions, settings: DriverSettings): Promise<Driver> {
  const host = new DriverHost(options, settings);
  await host.open();
  return host;
}

class DriverHost implements Driver {
  readonly #options: DriverOptions;
  readonly #settings: DriverSettings;
  readonly #processes = new Set<DriverProcess>();
  #description: ClientDescription | null;
  #life: Promise<DriverProcess> | null = null;
  #retiring: Promise<unknown> = Promise.resolve();
  #deaths = 0;
  #isFresh = false;
  #failure: UserError | null = null;
  #forgetSignal: () => void = () => {};

  constructor(options: DriverOptions, settings: DriverSettings) {
    this.#options = options;
    this.#settings = settings;
    this.#description = options.described ?? null;
  }

  async open(): Promise<void> {
    const { signal } = this.#options;
    this.#forgetSignal = onAbort(signal, () => void this.close());
    if (signal.aborted) await this.close();
    try {
      await this.#living();
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  get description(): ClientDescription {
    if (this.#description === null) throw new Error('the driver can be used only after its start');
    return this.#description;
  }

  async ready(): Promise<boolean> {
    await this.#living();
    const wasFresh = this.#isFresh;
    this.#isFresh = false;
    return wasFresh;
  }

  async call(
    method: string,
    args: { readonly [parameter: string]: DriverValue },
    baseUrl: string = this.#options.baseUrl,
  ): Promise<CallOutcome> {
    const { client, apiKey } = this.#options;
    const process = await this.#living();
    const { timeoutMs } = client;
    const elsewhere = baseUrl !== this.#options.baseUrl;
    const instead = elsewhere && commandFor(this.#options, { base_url: baseUrl, api_key: apiKey });
    const answer = await process.send(
      { do: 'call', method, arguments: args, timeoutMs, ...(instead && { instead }) },
      timeoutMs + this.#settings.graceMs,
    );
    switch (answer.kind) {
      case 'reply':
        return this.#outcome(answer.reply, process);
      case 'silent':
        await this.#retire(process);
        return { kind: 'timed-out', afterMs: timeoutMs };
      case 'garbage':
        await this.#retire(process);
        throw this.#giveUp(garbagePrinted(client, answer.line, process.output()));
      case 'too-long':
        await this.#retire(process);
        return lineTooLong(answer.limit);
      case 'ended':
        return this.#buried(process, { method, how: answer.how });
    }
  }

  async close(): Promise<void> {
    this.#forgetSignal();
    this.#failure ??= userError(
      'command-interrupted',
      `the client "${this.#options.client.name}" has already been closed`,
      {
        exitCode: 3,
      },
    );
    await Promise.all([...this.#processes].map((process) => process.end(this.#settings.endMs)));
    await this.#life?.catch(() => undefined);
    await this.#retiring;
  }

  #living(): Promise<DriverProcess> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    this.#life ??= this.#begin();
    return this.#life;
  }

  async #begin(): Promise<DriverProcess> {
    await this.#retiring;
    const options = { ...this.#options, ...(this.#description && { described: this.#description }) };
    const { process, description } = await startLife(options, this.#settings, (opened) => {
      this.#processes.add(opened);
      if (this.#failure !== null) void opened.end(0); // the driver was closed during its start
    }).catch((error: UserError) => {
      throw this.#giveUp(error);
    });
    this.#description ??= description;
    this.#isFresh = true;
    return process;
  }

  async #outcome(reply: DriverReply, process: DriverProcess): Promise<CallOutcome> {
    this.#deaths = 0;
    if ('error' in reply) return driverRefused(reply.error);
    if (!('ok' in reply) || !isOutcome(reply.ok)) {
      await this.#retire(process);
      throw this.#giveUp(garbagePrinted(this.#options.client, JSON.stringify(reply), process.output()));
    }
    // A timed-out call may still send requests, unless the driver has already ended its command.
    if (reply.ok.kind === 'timed-out' && this.#options.client.driver !== 'command') await this.#retire(process);
    return reply.ok;
  }

  /** A simultaneous call may already have ended the process. */
  async #buried(process: DriverProcess, { method, how }: { method: string; how: string }): Promise<CallOutcome> {
    if (this.#failure !== null) throw this.#failure;
    const output = process.output();
    if (this.#processes.has(process)) this.#deaths += 1;
    await this.#retire(process);
    if (this.#deaths < this.#settings.mostDeaths) return processDied(how, output);
    throw this.#giveUp(
      clientFailed(this.#options.client, {
        what: `the client's process ended ${this.#deaths} times in a row, the last time with ${how} in the method ${method}`,
        output,
        hint: hintFor(this.#options.client, output.join('\n')),
      }),
    );
  }

  #retire(process: DriverProcess): Promise<void> {
    if (this.#processes.delete(process)) this.#life = null;
    const ended = process.end(0);
    this.#retiring = Promise.all([this.#retiring, ended]);
    return ended;
  }

  #giveUp(error: UserError): UserError {
    this.#failure ??= error;
    return error;
  }
}
