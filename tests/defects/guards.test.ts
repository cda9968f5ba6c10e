import { describe } from 'vitest';
import { GUARD_DEFECTS } from '../../src/sandbox/defects/guards.ts';
import { findsEveryDefect } from './find-defect.ts';

describe('a defect in guards.ts', () => findsEveryDefect(GUARD_DEFECTS));
