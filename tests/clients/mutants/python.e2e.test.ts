import { testCorrectClient, testMutants } from './harness.ts';
import { PYTHON_CONTROLS, PYTHON_MUTANTS } from './python-mutants.ts';

testCorrectClient('python');
testMutants('the one finding on a Python client with', PYTHON_MUTANTS);
testMutants('no finding on a Python client with', PYTHON_CONTROLS);
