import { EventEmitter } from 'node:events';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { encodeValue } from '../../../../src/clients/drivers/node/encode-value.ts';

const encode = (value: unknown) => encodeValue(value, ({ name }) => name);

it('hides the members of objects of Node, and shows those of models that extend a class of Node', () => {
  const message = Object.assign(new IncomingMessage(new Socket()), { requestId: 'r1' });
  expect(encode(message)).toMatchObject({ $type: 'opaque', class: 'IncomingMessage' });
  class Order extends EventEmitter {
    id = 'o1';
  }
  expect(encode(new Order())).toMatchObject({ $type: 'object', class: 'Order', fields: { id: 'o1' } });
  expect(encode(new TypeError('no'))).toMatchObject({ $type: 'object', fields: { message: 'no' } });
});
