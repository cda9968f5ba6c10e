import { describe, expect, it } from 'vitest';
import type { SignatureScheme } from '../../src/model/signature.ts';
import { signatureHeaders } from '../../src/sandbox/signing.ts';
import { checkSignature, sign } from '../../src/wire/sign.ts';
import { sortedJson } from '../../src/wire/signed-json.ts';

describe('sorted JSON', () => {
  // the expected text is the output of python3 -c 'print(json.dumps(json.loads(…), sort_keys=True))'
  it.each([
    ['{"b":1,"a":{"d":null,"c":[true,false]}}', '{"a": {"c": [true, false], "d": null}, "b": 1}'],
    ['{"10":1,"9":2,"":3}', '{"": 3, "10": 1, "9": 2}'],
    [
      '{"a":1.0,"b":1e-07,"c":12345678901234567890,"d":-0.0}',
      '{"a": 1.0, "b": 1e-07, "c": 12345678901234567890, "d": -0.0}',
    ],
    ['{"a":"1, 2: 3.0 \\" 4\\\\"}', '{"a": "1, 2: 3.0 \\" 4\\\\"}'],
    ['"é😀\\u007f\\n\\/"', '"\\u00e9\\ud83d\\ude00\\u007f\\n/"'],
    ['{"ﬁ":1,"😀":2}', '{"\\ufb01": 1, "\\ud83d\\ude00": 2}'],
    [' { } ', '{}'],
    ['[]', '[]'],
    ['{"__proto__":1,"a":2}', '{"__proto__": 1, "a": 2}'],
  ])('%s is %s', (text, printed) => {
    expect(sortedJson(text)).toBe(printed);
  });

  it.each(['hello', '{"a":01}', '{"a":1-2}', '', '{a:1}'])('is undefined for %j, which is not JSON', (text) => {
    expect(sortedJson(text)).toBeUndefined();
  });
});

const SORTED: SignatureScheme = {
  name: 'deliveries',
  headers: { signature: 'X-CueAPI-Signature', timestamp: 'X-CueAPI-Timestamp' },
  algorithm: 'hmac-sha256',
  format: 'v1=${hex}',
  signed: '${timestamp}.${payload}',
  payload: 'sorted-json',
  toleranceMs: 300_000,
  vectors: [],
  at: { file: 'contracts/signatures.yaml', line: 1, column: 1 },
};

describe('a signature', () => {
  // the example of GitHub's documentation on validating webhook deliveries
  it('of the raw body needs no timestamp', () => {
    const scheme: SignatureScheme = {
      ...{ ...SORTED, format: 'sha256=${hex}', signed: '${payload}', payload: 'raw', toleranceMs: null },
      headers: { signature: 'X-Hub-Signature-256', timestamp: null },
    };
    const secret = "It's a Secret to Everybody";
    const body = Buffer.from('Hello, World!');
    const signature = sign(scheme, { body, secret, timestamp: '' });
    expect(signature).toBe('sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17');
    const headers = [['x-hub-signature-256', signature]] as const;
    expect(checkSignature(scheme, { headers, body, secret, now: new Date() })).toEqual({ kind: 'holds' });
  });

  it('can contain its timestamp', () => {
    const headers = { signature: 'Signature', timestamp: null };
    const scheme = { ...SORTED, headers, format: 't=${timestamp},v1=${base64}' };
    const signature = sign(scheme, { body: Buffer.from('{}'), secret: 's', timestamp: '1000' });
    expect(signature).toMatch(/^t=1000,v1=[\w+/]{43}=$/);
    const check = (seconds: number, value = signature) =>
      checkSignature(scheme, {
        ...{ headers: [['Signature', value]], body: Buffer.from('{}'), secret: 's' },
        now: new Date(seconds * 1000),
      });
    expect(check(1000)).toEqual({ kind: 'holds' });
    expect(check(1301)).toEqual({ kind: 'out-of-time', ageMs: 301_000 });
    expect(check(1000, 'v1=x')).toEqual({ kind: 'no-time', timestamp: '' });
  });
});

describe('a delivery that the sandbox signs', () => {
  const NOW = new Date('2031-01-01T00:00:00Z');
  const payload = { text: 'é', b: 1, a: [{ z: 1, y: 2 }] };
  const signed = Object.entries(signatureHeaders('whsec_1', payload, NOW.getTime()));
  const check = (change: Partial<Parameters<typeof checkSignature>[1]> = {}) =>
    checkSignature(SORTED, {
      ...{ headers: signed, body: Buffer.from(JSON.stringify(payload)), secret: 'whsec_1', now: NOW },
      ...change,
    });

  it('is valid in any encoding', () => {
    expect(check()).toEqual({ kind: 'holds' });
    expect(check({ body: Buffer.from('{"a": [{"y": 2, "z": 1}], "b": 1, "text": "\\u00e9"}') })).toEqual({
      kind: 'holds',
    });
  });

  it.each([
    [{ secret: 'whsec_2' }, { kind: 'differs' }],
    [{ body: Buffer.from('{}') }, { kind: 'differs' }],
    [{ body: Buffer.from('no JSON') }, { kind: 'differs' }],
    [{ headers: signed.slice(1) }, { kind: 'header-missing', header: 'X-CueAPI-Signature' }],
    [{ headers: signed.slice(0, 1) }, { kind: 'header-missing', header: 'X-CueAPI-Timestamp' }],
    [{ now: new Date(NOW.getTime() + 300_000) }, { kind: 'holds' }],
    [{ now: new Date(NOW.getTime() + 301_000) }, { kind: 'out-of-time', ageMs: 301_000 }],
    [{ now: new Date(NOW.getTime() - 301_000) }, { kind: 'out-of-time', ageMs: -301_000 }],
    [
      { headers: signed.map(([name, value]) => [name, name.endsWith('Timestamp') ? '1e9' : value] as const) },
      { kind: 'no-time', timestamp: '1e9' },
    ],
    [{ headers: signed.map(([name, value]) => [name, value.replace('v1=', '')] as const) }, { kind: 'differs' }],
  ])('is checked with the change %j: %j', (change, verdict) => {
    expect(check(change)).toEqual(verdict);
  });
});
