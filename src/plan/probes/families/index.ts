import type { ProbeFamily } from '../probe.ts';
import { bodies } from './bodies.ts';
import { credentials } from './credentials.ts';
import { dateTimes } from './date-times.ts';
import { duplicates } from './duplicates.ts';
import { enums } from './enums.ts';
import { formats } from './formats.ts';
import { lengths } from './lengths.ts';
import { listSizes } from './list-sizes.ts';
import { methods } from './methods.ts';
import { misplacedFields } from './misplaced-fields.ts';
import { missingFields } from './missing-fields.ts';
import { nulls } from './nulls.ts';
import { ranges } from './ranges.ts';
import { texts } from './texts.ts';
import { unknownFields } from './unknown-fields.ts';
import { unknownIds } from './unknown-ids.ts';
import { validCalls } from './valid-calls.ts';
import { wrongTypes } from './wrong-types.ts';

/** Every way of asking a contract whether its server keeps it. */
export const FAMILIES: readonly ProbeFamily[] = [
  validCalls,
  missingFields,
  wrongTypes,
  ranges,
  enums,
  lengths,
  formats,
  listSizes,
  nulls,
  unknownFields,
  misplacedFields,
  credentials,
  unknownIds,
  dateTimes,
  texts,
  duplicates,
  bodies,
  methods,
];
