import { readFileSync } from 'node:fs';
import { requestOf } from './steps.js';

/** This JSON Schema has the same rules as the file project/contracts/schemas/item.yaml. */
const ITEM = {
  type: 'object',
  required: ['id', 'name', 'tags', 'size', 'created_at'],
  properties: {
    id: { type: 'string', pattern: '^item_' },
    name: { type: 'string', maxLength: 100 },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 10 },
    size: { type: ['integer', 'null'], minimum: 0 },
    created_at: { type: 'string' },
  },
};
const LIST = {
  type: 'object',
  required: ['items', 'total'],
  properties: { items: { type: 'array', items: ITEM }, total: { type: 'integer' } },
};

/** Returns an Arazzo description and its OpenAPI document. The keys are file names, and the values are texts. */
export function redocly(steps, { url, key }) {
  const openapi = readFileSync(new URL('./peers/openapi.json', import.meta.url), 'utf8').replace('{{url}}', url);
  const arazzo = {
    arazzo: '1.0.1',
    info: { title: 'Bench', version: '1.0.0' },
    sourceDescriptions: [{ name: 'bench', type: 'openapi', url: './openapi.json' }],
    workflows: [{ workflowId: 'bench', steps: steps.map((step) => arazzoStep(step, key)) }],
  };
  return { 'openapi.json': openapi, 'bench.arazzo.yaml': JSON.stringify(arazzo, null, 1) };
}

function arazzoStep({ id, operation, with: given, status, body }, key) {
  const place = { get: 'path', list: 'query' }[operation];
  const parameters =
    place === undefined ? [] : Object.entries(given).map(([name, value]) => ({ in: place, name, value }));
  const [[member, value]] = Object.entries(body);
  return {
    stepId: id,
    operationId: operation,
    parameters: [{ in: 'header', name: 'Authorization', value: `Bearer ${key}` }, ...parameters],
    ...(place === undefined && { requestBody: { contentType: 'application/json', payload: given } }),
    successCriteria: [
      { condition: `$statusCode == ${status}` },
      { condition: `$response.body#/${member} == ${typeof value === 'string' ? `'${value}'` : value}` },
    ],
  };
}

/** Returns a Postman collection. Its tests check the status, one member and the schema of each response. */
export function newman(steps, { url, key }) {
  const item = steps.map((step) => {
    const { method, path, body } = requestOf(step);
    return {
      name: step.id,
      request: {
        method,
        url: `${url}${path}`,
        header: [...headersOf(body, key)].map(([name, value]) => ({ key: name, value })),
        ...(body !== null && { body: { mode: 'raw', raw: body } }),
      },
      event: [{ listen: 'test', script: { type: 'text/javascript', exec: postmanTest(step) } }],
    };
  });
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  return { 'bench.postman.json': JSON.stringify({ info: { name: 'Bench', schema }, item }) };
}

function postmanTest({ operation, status, body }) {
  const [[member, value]] = Object.entries(body);
  return [
    `pm.test('status', () => pm.response.to.have.status(${status}));`,
    `pm.test('member', () => pm.expect(pm.response.json().${member}).to.eql(${JSON.stringify(value)}));`,
    `pm.test('schema', () => pm.response.to.have.jsonSchema(${JSON.stringify(schemaOf(operation))}));`,
  ];
}

/** Returns a Step CI workflow that checks the status, one member and the schema of each response. */
export function stepci(steps, { url, key }) {
  const checks = ({ operation, status, body }) => ({
    status,
    jsonpath: Object.fromEntries(Object.entries(body).map(([member, value]) => [`$.${member}`, value])),
    schema: schemaOf(operation),
  });
  const http = (step) => {
    const { method, path, body } = requestOf(step);
    const headers = Object.fromEntries(headersOf(body, key));
    return { url: `${url}${path}`, method, headers, ...(body !== null && { body }), check: checks(step) };
  };
  const tests = { bench: { steps: steps.map((step) => ({ name: step.id, http: http(step) })) } };
  return { 'bench.stepci.yaml': JSON.stringify({ version: '1.1', name: 'Bench', tests }, null, 1) };
}

function headersOf(body, key) {
  return [['Authorization', `Bearer ${key}`], ...(body === null ? [] : [['Content-Type', 'application/json']])];
}

function schemaOf(operation) {
  return operation === 'list' ? LIST : ITEM;
}
