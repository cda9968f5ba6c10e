import { headerValue } from '../../model/http.ts';
import { WHOLE_CLIENT } from '../client/subject.ts';
import type { Kind } from '../kind.ts';

export const userAgentVersionDiffers: Kind = {
  title: 'The User-Agent contains a different version than the package',
  severity: 'warning',
  gravity: 502,
  about: 'client',
  cause: 'place',
  priority: 'P3',
  trace: ({ surface, sending }) => {
    const [own] = surface.description.versions;
    if (own === undefined) return [];
    const seen = sending.flatMap(({ base }) =>
      base.exchanges.map(({ request }) => ({ base, agent: headerValue(request.headers, 'user-agent') ?? '' })),
    );
    const wrong = seen.find(({ agent }) => {
      const version = versionOf(
        agent,
        surface.description.versions.map((each) => each.version),
      );
      return version !== undefined && version !== own.version;
    });
    if (wrong === undefined) return [];
    return [
      {
        operation: WHOLE_CLIENT,
        method: null,
        field: 'User-Agent',
        expected: `version ${own.version}, as ${own.source} says`,
        observed: wrong.agent,
        call: wrong.base,
        request: 0,
        pointer: '/request/headers/User-Agent',
        found: wrong.agent,
      },
    ];
  },
};

/** Returns undefined if the User-Agent header belongs to an HTTP library. */
function versionOf(agent: string, own: readonly string[]): string | undefined {
  const [product = ''] = agent.split(' ');
  const [name = '', version] = product.split('/');
  const isLibrary = /^(?:python-|node|undici|axios|got|okhttp|go-http|curl|requests|httpx|urllib|aiohttp)/i.test(name);
  return isLibrary || own.length === 0 ? undefined : /^v?(\d+\.\d+\S*)/.exec(version ?? '')?.[1];
}
