import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFECTS, type DefectName } from '../../src/sandbox/defects/index.ts';
import { ANSWER_PROBES } from './defect-probes/answers.ts';
import { COLLECTION_PROBES } from './defect-probes/collections.ts';
import { FIRST_PROBES } from './defect-probes/first.ts';
import { GUARD_PROBES } from './defect-probes/guards.ts';
import type { Probe } from './defect-probes/probe.ts';
import { REPETITION_PROBES } from './defect-probes/repetition.ts';
import { VALIDATION_PROBES } from './defect-probes/validation.ts';
import { VALUE_PROBES } from './defect-probes/values.ts';
import { type Bench, openBench } from './support.ts';

const PROBES: Record<DefectName, Probe> = {
  ...FIRST_PROBES,
  ...VALIDATION_PROBES,
  ...GUARD_PROBES,
  ...REPETITION_PROBES,
  ...COLLECTION_PROBES,
  ...VALUE_PROBES,
  ...ANSWER_PROBES,
};

const features = ['internal-agents-upsert'];

let sound: Bench;
beforeAll(async () => {
  sound = await openBench({ features });
});
afterAll(() => sound.close());

describe('each defect', () => {
  it.each(Object.entries(PROBES))('%s has an effect only if it is switched on', async (name, probe) => {
    expect(await probe.run(sound)).toEqual(probe.clean);
    const defective = await openBench({ features, defects: [name] });
    try {
      expect(await probe.run(defective)).toEqual(probe.broken);
    } finally {
      await defective.close();
    }
  });
});

describe('the table', () => {
  it.each(Object.entries(DEFECTS))('states the operation and the finding kind of %s', (_name, defect) => {
    expect(defect.operation).toMatch(/^[a-z_]+\.[a-z_]+$/);
    expect(defect.kind).toMatch(/^[a-z]+(?:-[a-z0-9]+)+$/);
    expect(defect.summary).not.toBe('');
  });
});
