import { mapValues } from '../lib/map-values.ts';
import { mediaContent } from '../lib/media-type.ts';
import { didYouMean } from '../lib/nearest.ts';
import type { Behavior } from '../model/behavior.ts';
import { type Content, USUAL_MEDIA } from '../model/content.ts';
import type { CallTemplate, Contract, Field } from '../model/contract.ts';
import { METHODS, type Method } from '../model/http.ts';
import { type RouteTemplate, splitRoute } from '../model/route.ts';
import { at, type BuildContext, reportAt, resolveProfiles } from './build-context.ts';
import { buildField } from './build-field.ts';
import { buildResponses, type CommonResponses } from './build-responses.ts';
import { asList } from './formats/common.ts';
import type { ApiFile, ContractFile } from './formats/contract-format.ts';

interface ContractInput {
  readonly id: string;
  readonly file: ContractFile;
  readonly api: ApiFile;
  readonly common: CommonResponses;
}

/** Builds the model of a contract file, even if the file has mistakes. All mistakes are reported. */
export function buildContract(context: BuildContext, { id, file, api, common }: ContractInput): Contract {
  const [method = 'GET', written = '/'] = file.request.split(' ');
  const route = splitRoute(written);
  const [resource = '', verb = ''] = id.split('.');
  const auth = asList(file.auth).filter((kind) => kind !== 'none');
  const fields = Object.entries(file.fields ?? {}).map(([key, field]) =>
    buildField(context, { key, file: field, location: field.in, parent: null, path: ['fields', key] }),
  );
  checkAuth(context, file, api);
  checkPath(context, route, fields);
  const safe = file.safe ?? (method === 'GET' || method === 'HEAD');
  return {
    id,
    resource,
    verb,
    summary: file.summary,
    method: METHODS.find((each): each is Method => each === method) ?? 'GET',
    ...route,
    lifecycle: file.lifecycle ?? 'shipped',
    profiles: resolveProfiles(context, file.profiles, []),
    auth,
    ...requestContent(file, fields),
    ...bodyAsWhole(context, file),
    fields,
    unknownBodyFields: unknownBodyFields(context, file, api),
    responses: buildResponses(context, file, { common, shape: { auth, fields } }),
    behaviors: (file.behaviors ?? []).map(toBehavior),
    ...whatItMakes(file),
    example: file.example ?? {},
    after: file.after ?? [],
    safe,
    retryable: file.retryable ?? safe,
    destructive: file.destructive ?? false,
    ...(file.destructive === false && { harmless: true }),
    ...(file.waits === true && { waits: true }),
    at: at(context, ['request']),
    ...(auth.length > 0 && asList(file.auth).includes('none') && { authOptional: true }),
    ...whereGiven(file),
  };
}

function whatItMakes({
  yields,
  links,
  cleanup,
}: ContractFile): Pick<Contract, 'yields' | 'links' | 'cleanup' | 'keepsMade'> {
  return {
    yields: yields ?? {},
    links: mapValues(links ?? {}, asList),
    cleanup: toCall(cleanup),
    ...(cleanup === 'none' && { keepsMade: true }),
  };
}

function whereGiven({ since, note, partial, echoes, echo_on: echoOn }: ContractFile) {
  return {
    ...(since !== undefined && { since }),
    ...(note !== undefined && { note }),
    ...(partial !== undefined && { partial }),
    ...(echoes !== undefined && { echoes }),
    ...(echoOn !== undefined && { echoOn }),
  };
}

function requestContent({ content }: ContractFile, fields: readonly Field[]): Pick<Contract, 'content' | 'mediaTypes'> {
  const stated = content === undefined ? [] : asList(content);
  const [first] = stated;
  if (first === undefined) return { content: fields.some(({ place }) => place.location === 'body') ? 'json' : 'none' };
  const kind = contentOf(first);
  if (stated.length === 1 && kind === first) return { content: kind };
  return { content: kind, mediaTypes: stated.flatMap((each) => (isContent(each) ? USUAL_MEDIA[each] : each)) };
}

function bodyAsWhole(
  context: BuildContext,
  file: ContractFile,
): Pick<Contract, 'bodyRequired' | 'bodyConditions' | 'otherMedia'> {
  const { body_required: bodyRequired, body_conditions: conditions, other_content: others } = file;
  return {
    ...(others !== undefined && { otherMedia: asList(others) }),
    ...(bodyRequired !== undefined && { bodyRequired }),
    ...(conditions !== undefined && { bodyConditions: context.resolveSchema(conditions, ['body_conditions']) }),
  };
}

function contentOf(stated: string): Content {
  return isContent(stated) ? stated : mediaContent(stated);
}

function isContent(stated: string): stated is Content {
  return Object.hasOwn(USUAL_MEDIA, stated);
}

function checkAuth(context: BuildContext, file: ContractFile, api: ApiFile): void {
  const known = ['none', ...Object.keys(api.auth ?? {})];
  for (const [index, kind] of asList(file.auth).entries()) {
    if (known.includes(kind)) continue;
    reportAt(context, {
      path: Array.isArray(file.auth) ? ['auth', index] : ['auth'],
      code: 'auth-unknown',
      message: `must be one of ${known.join(', ')}; was "${kind}"`,
      hint: didYouMean(kind, known) ?? 'declare the authentication kind under auth in contracts/api.yaml',
    });
  }
}

/** Checks that path parameters and path fields match, and that the fixed query contains no parameter. */
function checkPath(context: BuildContext, { path, fixedQuery }: RouteTemplate, fields: readonly Field[]): void {
  if (fixedQuery?.includes('{'))
    reportAt(context, {
      path: ['request'],
      code: 'fixed-query-invalid',
      message: `must have no parameter after "?"; was "${fixedQuery}"`,
      hint: 'declare the parameter as a field: NAME: { in: query, … }',
    });
  const holes = [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
  const declared = fields.filter((field) => field.place.location === 'path');
  for (const hole of holes) {
    if (declared.some((field) => field.place.name === hole)) continue;
    const hint = `add ${hole}: { in: path, schema: { type: string } } to fields`;
    reportAt(context, {
      path: ['request'],
      code: 'path-parameter-unmatched',
      message: `contains {${hole}}, but no path field has this name`,
      hint,
    });
  }
  for (const field of declared) {
    if (holes.includes(field.place.name)) continue;
    reportAt(context, {
      path: ['fields', field.name],
      part: 'key',
      code: 'path-parameter-unmatched',
      message: `is declared with "in: path", but the path ${path} does not contain {${field.place.name}}`,
      hint: didYouMean(field.place.name, holes),
    });
  }
}

function unknownBodyFields(context: BuildContext, file: ContractFile, api: ApiFile): Contract['unknownBodyFields'] {
  const general = api.unknown_body_fields;
  const own = file.unknown_body_fields;
  if (own !== undefined && typeof own !== 'string')
    for (const profile of Object.keys(own).filter((each) => !context.profiles.includes(each)))
      reportAt(context, {
        path: ['unknown_body_fields', profile],
        part: 'key',
        code: 'profile-unknown',
        message: `must be a profile of contracts/api.yaml; was "${profile}"`,
        hint: `known: ${context.profiles.join(', ')}`,
      });
  const of = (value: ContractFile['unknown_body_fields'], profile: string) =>
    typeof value === 'string' ? value : value?.[profile];
  const stated = context.profiles.flatMap((profile) => {
    const policy = of(own, profile) ?? of(general, profile);
    return policy === undefined ? [] : [[profile, policy] as const];
  });
  return Object.fromEntries(stated);
}

function toBehavior(entry: NonNullable<ContractFile['behaviors']>[number]): Behavior {
  const [kind, declaration] = Object.entries(entry)[0] ?? [];
  return { kind, ...declaration } as Behavior; // safe cast: the file format has the same keys and types as the model
}

function toCall(cleanup: ContractFile['cleanup']): CallTemplate | null {
  if (cleanup === undefined || cleanup === 'none') return null;
  return typeof cleanup === 'string' ? { call: cleanup, with: {} } : { call: cleanup.call, with: cleanup.with ?? {} };
}
