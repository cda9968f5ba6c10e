/** Every tool repeats these requests. Each response is checked against its schema and against one expected member. */
const CYCLE = [
  (n) => ({
    operation: 'create',
    with: { name: `item ${n}`, tags: ['x', 'y'], size: n },
    status: 201,
    body: { name: `item ${n}` },
  }),
  (n) => ({ operation: 'get', with: { item_id: `item_${n}` }, status: 200, body: { id: `item_${n}` } }),
  () => ({ operation: 'list', with: { limit: 5 }, status: 200, body: { total: 5 } }),
  (n) => ({ operation: 'get', with: { item_id: `item_${n}b` }, status: 200, body: { id: `item_${n}b` } }),
];

export function makeSteps(count) {
  return Array.from({ length: count }, (_, index) => ({
    id: `s${index + 1}`,
    ...CYCLE[index % CYCLE.length](index + 1),
  }));
}

export function requestOf({ operation, with: given }) {
  if (operation === 'create') return { method: 'POST', path: '/v1/items', body: JSON.stringify(given) };
  if (operation === 'list') return { method: 'GET', path: `/v1/items?limit=${given.limit}`, body: null };
  return { method: 'GET', path: `/v1/items/${given.item_id}`, body: null };
}

/** Writes the steps as JSON. JSON is also valid YAML. */
export function makeSuite(steps) {
  const lines = steps.map((step) => JSON.stringify(suiteStep(step)));
  return `scenarios:\n  all:\n    steps:\n${lines.map((line) => `      - ${line}\n`).join('')}`;
}

/** Writes a hundred scenarios. All scenarios repeat the same steps. */
export function makeRepeatedSuite(calls) {
  const repeat = calls / (SCENARIOS * CYCLE.length);
  const [last, ...setup] = makeSteps(CYCLE.length).map((step) => ({ ...suiteStep(step), repeat }));
  const scenarios = Array.from({ length: SCENARIOS }, (_, index) => `  scenario-${index + 1}: { steps: [*last] }\n`);
  const steps = setup.map((step) => `  - ${JSON.stringify(step)}\n`);
  return `setup:\n${steps.join('')}scenarios:\n  first: { steps: [&last ${JSON.stringify(last)}] }\n${scenarios.slice(1).join('')}`;
}

const SCENARIOS = 100;

function suiteStep({ id, operation, with: given, status, body }) {
  return { id, call: `items.${operation}`, with: given, expect: { status, body } };
}
