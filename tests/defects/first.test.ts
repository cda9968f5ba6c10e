import { describe } from 'vitest';
import { FIRST_DEFECTS } from '../../src/sandbox/defects/first.ts';
import { findsEveryDefect } from './find-defect.ts';

describe('a defect of first', () => findsEveryDefect(FIRST_DEFECTS));

describe('a defect of first, by the written suites', () => findsEveryDefect(FIRST_DEFECTS, 'suites'));
