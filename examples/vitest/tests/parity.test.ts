import { registerRun, registerTrace } from 'wireparity/vitest';

// A test for each scenario of suites/, and for those that are made from contracts/.
await registerRun({ target: 'local', probes: 'quick' });

// A test for each method of the client.
await registerTrace('things-js');
