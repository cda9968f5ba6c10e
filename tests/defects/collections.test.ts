import { describe } from 'vitest';
import { COLLECTION_DEFECTS } from '../../src/sandbox/defects/collections.ts';
import { findsEveryDefect } from './find-defect.ts';

describe('a defect in collections.ts', () => findsEveryDefect(COLLECTION_DEFECTS));
