const ERROR = {
  description: 'Refused.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
};
const ORDER = { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } };
const ITEM = { type: 'string', minLength: 1, maxLength: 80, pattern: '^[^\\u0000]*$' };
const QUANTITY = { type: 'integer', minimum: 1, maximum: 100 };
const NOTE = { type: ['string', 'null'], maxLength: 500, pattern: '^[^\\u0000]*$' };

function body(properties: object, required: readonly string[]) {
  const schema = { type: 'object', properties, required, additionalProperties: false };
  return { required: true, content: { 'application/json': { schema } } };
}

/** The OpenAPI 3.1 document of the shop, served at `/openapi.json`. */
export const shopDocument = {
  openapi: '3.1.0',
  info: { title: 'Shop', version: '1.0.0' },
  security: [{ key: [] }],
  paths: {
    '/orders': {
      get: {
        operationId: 'orders.list',
        summary: 'List orders.',
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
          { name: 'offset', in: 'query', schema: { type: 'integer', minimum: 0, maximum: 999_999_999, default: 0 } },
        ],
        responses: {
          200: {
            description: 'A page.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  properties: {
                    orders: { type: 'array', items: { $ref: '#/components/schemas/Order' } },
                    total: { type: 'integer' },
                  },
                  required: ['orders', 'total'],
                },
              },
            },
          },
          401: ERROR,
          422: ERROR,
        },
      },
      post: {
        operationId: 'orders.create',
        summary: 'Place an order.',
        parameters: [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string' } }],
        requestBody: body({ item: ITEM, quantity: { ...QUANTITY, default: 1 }, note: NOTE }, ['item']),
        responses: {
          201: { description: 'Placed.', content: ORDER },
          401: ERROR,
          409: ERROR,
          413: ERROR,
          415: ERROR,
          422: ERROR,
        },
      },
    },
    '/orders/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
      get: {
        operationId: 'orders.get',
        summary: 'Get an order.',
        responses: { 200: { description: 'The order.', content: ORDER }, 401: ERROR, 404: ERROR },
      },
      patch: {
        operationId: 'orders.update',
        summary: 'Change an order.',
        requestBody: body({ quantity: QUANTITY, note: NOTE }, []),
        responses: {
          200: { description: 'The changed order.', content: ORDER },
          401: ERROR,
          404: ERROR,
          413: ERROR,
          415: ERROR,
          422: ERROR,
        },
      },
      delete: {
        operationId: 'orders.delete',
        summary: 'Cancel an order.',
        responses: { 204: { description: 'Cancelled.' }, 401: ERROR, 404: ERROR },
      },
    },
  },
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Order: {
        type: 'object',
        properties: {
          id: { type: 'string' },
          item: ITEM,
          quantity: QUANTITY,
          note: NOTE,
          created_at: { type: 'string', format: 'date-time' },
        },
        required: ['id', 'item', 'quantity', 'note', 'created_at'],
      },
      Error: {
        type: 'object',
        properties: {
          error: {
            type: 'object',
            properties: { code: { type: 'string' }, message: { type: 'string' } },
            required: ['code', 'message'],
          },
        },
        required: ['error'],
      },
    },
  },
};
