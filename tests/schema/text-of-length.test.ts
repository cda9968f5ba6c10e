import { describe, expect, it } from 'vitest';
import { likenessOfText } from '../../src/lib/placeholders.ts';
import { createRandom } from '../../src/schema/random.ts';
import { textOfLength } from '../../src/schema/sample-text.ts';
import { readShape } from '../../src/schema/shape.ts';

describe('a text of a given length', () => {
  it.each([
    [{ type: 'string' }, 255, 'x'],
    [{ type: 'string' }, 255, 'é'],
    [{ type: 'string' }, 255, '🦊'],
    [{ type: 'string' }, 3, 'x'],
    [{ type: 'string' }, 32768, 'x'],
    [{ type: 'string', format: 'uri' }, 2048, 'x'],
    [{ type: 'string', pattern: '^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$' }, 64, 'x'],
    [{ type: 'string', pattern: '^v_[A-Z]+$' }, 20, 'x'],
  ])('of %j has %i characters', (schema, length, fill) => {
    const text = textOfLength(readShape(schema, new Map()), length, {
      label: 'f',
      random: createRandom(1, ['f']),
      fill,
    });
    expect([...likenessOfText(text ?? '')]).toHaveLength(length);
  });

  it.each([
    ['the format has a fixed length', { type: 'string', format: 'uuid' }, 40],
    ['the pattern allows no text of this length', { type: 'string', pattern: '^[a-z]{4}$' }, 5],
  ])('is unknown if %s', (_title, schema, length) => {
    const wish = { label: 'f', random: createRandom(1, ['f']), fill: 'x' };
    expect(textOfLength(readShape(schema, new Map()), length, wish)).toBeUndefined();
  });

  it('contains a UUID if there is room for one, so that it is unique', () => {
    const wish = { label: 'f', random: createRandom(1, ['f']), fill: 'x' };
    expect(textOfLength(readShape({ type: 'string' }, new Map()), 40, wish)).toBe(`\${uuid.f}xxxx`);
  });
});
