import { describe } from 'vitest';
import { VALIDATION_DEFECTS } from '../../src/sandbox/defects/validation.ts';
import { findsEveryDefect } from './find-defect.ts';

describe('a defect in validation.ts', () => findsEveryDefect(VALIDATION_DEFECTS));
