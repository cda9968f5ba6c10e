import { CLI_CONTROLS, CLI_MUTANTS } from './cli-mutants.ts';
import { testMutants } from './harness.ts';

testMutants('the one finding on a command with', CLI_MUTANTS);
testMutants('no finding on a command with', CLI_CONTROLS);
