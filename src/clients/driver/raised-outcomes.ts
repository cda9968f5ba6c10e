import { previewText } from '../../lib/preview-value.ts';
import type { CallOutcome, DriverError } from '../../model/driver.ts';

type Raised = Extract<CallOutcome, { kind: 'raised' }>;

export const PROCESS_DIED = 'process-died';
/** The driver replied to a call with an error. The member `attributes.code` contains the code of the error. */
const DRIVER_REFUSED = 'driver-refused';

const LINES_SHOWN = 5;

export function processDied(how: string, output: readonly string[]): Raised {
  const lines = output.slice(-LINES_SHOWN).map((line) => previewText(line, 200));
  return raised(PROCESS_DIED, [how, ...lines].join('\n'), {});
}

/** The driver is restarted after a reply of more than `limit` bytes, so a driver should send shorter replies. */
export function lineTooLong(limit: number): Raised {
  return raised('reply-too-long', `the driver's reply is longer than ${limit} bytes`, {});
}

export function driverRefused(error: DriverError): Raised {
  return raised(DRIVER_REFUSED, error.message, { code: error.code });
}

function raised(name: string, text: string, attributes: Raised['attributes']): Raised {
  return { kind: 'raised', class: name, bases: [], text, attributes, own: false };
}
