import { describe } from 'vitest';
import { REPETITION_DEFECTS } from '../../src/sandbox/defects/repetition.ts';
import { findsEveryDefect } from './find-defect.ts';

describe('a defect in repetition.ts', () => findsEveryDefect(REPETITION_DEFECTS));
