import { describe } from 'vitest';
import { VALUE_DEFECTS } from '../../src/sandbox/defects/values.ts';
import { findsEveryDefect } from './find-defect.ts';

describe('a defect in values.ts', () => findsEveryDefect(VALUE_DEFECTS));
