import { describe } from 'vitest';
import { FIRST_DEFECTS } from '../../src/sandbox/defects/first.ts';
import { findsEveryDefect } from './find-defect.ts';

describe('a defect in first.ts, found by generated scenarios', () => findsEveryDefect(FIRST_DEFECTS));

describe('a defect in first.ts, found by handwritten suites', () => findsEveryDefect(FIRST_DEFECTS, 'suites'));
