import { describe } from 'vitest';
import { ANSWER_DEFECTS } from '../../src/sandbox/defects/answers.ts';
import { findsEveryDefect } from './find-defect.ts';

describe('a defect in answers.ts', () => findsEveryDefect(ANSWER_DEFECTS));
