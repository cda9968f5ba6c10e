import { expect, it } from 'vitest';
import { parseXml } from './parse-xml.ts';

it('reads elements, attributes and texts', () => {
  expect(parseXml('<a x="1&lt;2"><b/>t&amp;u</a>')).toMatchObject({
    name: 'a',
    attributes: { x: '1<2' },
    children: [{ name: 'b' }],
    text: 't&u',
  });
});

it.each([
  '<a>',
  '<a></b>',
  '<a/><b/>',
  '<a x="1" x="2"/>',
  '<a>&no;</a>',
  '<a>&</a>',
  '<a x="<"/>',
  '<a>\0</a>',
  '<a>]]></a>',
])('rejects %j', (source) => {
  expect(() => parseXml(source)).toThrow();
});
