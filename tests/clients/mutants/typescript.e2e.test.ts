import { testMutants } from './harness.ts';
import { TYPESCRIPT_CONTROLS, TYPESCRIPT_MUTANTS } from './typescript-mutants.ts';

testMutants('the one finding on a TypeScript client with', TYPESCRIPT_MUTANTS);
testMutants('no finding on a TypeScript client with', TYPESCRIPT_CONTROLS);
