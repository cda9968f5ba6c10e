import { foldName } from '../../lib/fold-name.ts';
import { parsePointer } from '../../lib/json-pointer.ts';
import { remember } from '../../lib/remember.ts';
import type { Contract, ContractSet } from '../../model/contract.ts';
import type { TypeHint } from '../../model/driver.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { OTHER_NAME } from '../../schema/fill-schema.ts';
import { memberNames } from '../../schema/members.ts';
import { jsonBody } from '../../wire/json-body.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import { type Answered, fromAnswers, returnedAttributes } from '../readers/client/from-answers.ts';
import { missingName } from '../readers/client/missing-name.ts';
import { modelFamilies } from '../readers/client/model-families.ts';
import {
  type AnswerReading,
  type Attribute,
  answeredRequest,
  type Member,
  namesIn,
  textOf,
} from '../readers/client/read-answer.ts';
import type { MethodUse } from '../readers/client/read-use.ts';

export const responseFieldInvented: Kind = {
  title: 'The client declares a field that no server sends',
  severity: 'error',
  gravity: 318,
  about: 'client',
  cause: 'place',
  priority: 'P1',
  trace: ({ surface, uses }) => {
    const attributes = returnedAttributes(uses);
    const judgedMethods = new Set(uses.map(({ method }) => method.name));
    const others = surface.description.methods.filter(({ name }) => !judgedMethods.has(name));
    const openModels = new Set(others.flatMap(({ returns }) => (returns === undefined ? [] : classesOf(returns))));
    const filled = new Set(attributes.filter((each) => each.filled).map(memberKey));
    // The server returns some members only if the request asks for them.
    const echoed = new Set(uses.flatMap(({ contract }) => echoNames(contract)));
    const familyOf = modelFamilies(attributes);
    const invented = ({ use, reading }: Answered) =>
      modelMembers(reading)
        .filter((each) => !filled.has(memberKey(each)) && !echoed.has(foldName(each.name)))
        .filter((each) => !openModels.has(each.class))
        .filter((each) => !declaredNames(use.contracts)(use.contract).has(foldName(each.name)))
        .map(({ class: model, name }) =>
          draft(use, name, `${model}.${name}, a field that no response contains`, `${familyOf(model)} ${name}`),
        );
    const read: ClientDraft[] = [];
    const empty = fromAnswers(uses, (each) => {
      read.push(...lookedUp(each));
      return invented(each);
    });
    return [...empty, ...read, ...uses.flatMap(demanded), ...uses.flatMap(printed)];
  },
};

function classesOf(type: TypeHint): readonly string[] {
  if (type.kind === 'object') return [type.class, ...type.fields.flatMap((field) => classesOf(field.type))];
  if (type.kind === 'union') return type.of.flatMap(classesOf);
  return type.kind === 'list' || type.kind === 'map' ? classesOf(type.of) : [];
}

/** A null that the client adds to a map suggests that the client looks up a wrong name. */
function lookedUp({
  use,
  reading: {
    members,
    names,
    returned: { named, nulls },
  },
}: Answered): readonly ClientDraft[] {
  const isRepeated = ({ name, value }: Member) => named.get(foldName(name))?.has(textOf(value)) === true;
  if (members.some(({ value }) => value === null) || !members.some(isRepeated)) return [];
  const declared = declaredNames(use.contracts)(use.contract);
  return [...nulls]
    .filter((name) => !names.has(foldName(name)) && !declared.has(foldName(name)) && !OWN.test(name))
    .map((name) => ({ ...draft(use, name, `${name}, which is null`, `looked up ${name}`), warning: true }));
}

/** Members that clients add on their own, such as a flag for errors and the position in a list. */
const OWN = /error|next|prev|cursor|page|token|meta|header|status|response|request|retry|warning|link/i;

function memberKey({ class: model, name }: Attribute): string {
  return `${model} ${name}`;
}

function modelMembers({ returned: { attributes }, names, headers }: AnswerReading): readonly Attribute[] {
  // An object that contains no value of the response is not a model of the response.
  const models = new Set(attributes.filter(({ repeats }) => repeats).map((each) => each.class));
  // A class with response headers as attributes does not describe the body.
  for (const { class: owner, name } of attributes) if (name.includes('-') && headers.has(name)) models.delete(owner);
  // A name that begins with an underscore, such as `_request_id`, is private to the client.
  return attributes.filter(
    (each) => models.has(each.class) && !names.has(foldName(each.name)) && !each.name.startsWith('_'),
  );
}

function echoNames({ echoes = {} }: Contract): readonly string[] {
  return Object.keys(echoes).map((pointer) => foldName(parsePointer(pointer).at(-1) ?? ''));
}

/** Returns the member names of all alternatives of a schema, because a response shows only one alternative. */
const declaredNames = remember(({ schemas }: ContractSet) =>
  remember((contract: Contract) => {
    const bodies = contract.responses.flatMap(({ status, body }) => (status < 400 && body != null ? [body] : []));
    return new Set([...memberNames(bodies, { schemas, without: 'writeOnly' })].map(foldName));
  }),
);

/** The method fails because it needs a value that the response does not contain. */
function demanded(use: MethodUse): readonly ClientDraft[] {
  const name = missingName(use);
  if (name === undefined) return [];
  return [draft(use, name, `${use.method.name} fails without this field`, `demanded ${name}`)];
}

/** Finds a word such as "none" in the output of a command, although the response contains no null. */
function printed(use: MethodUse): readonly ClientDraft[] {
  const { outcome, exchanges } = use.method.base;
  const last = exchanges.at(-1);
  if (outcome.kind !== 'exited' || outcome.code !== 0 || last?.operation !== use.operation) return [];
  const body = jsonBody(last.response?.body ?? null);
  if (body === undefined || jsonBody(Buffer.from(outcome.stdout)) !== undefined || hasNull(body)) return [];
  const names = namesIn(body);
  const isRendered = scalarsOf(body).some((text) => text.length > 6 && outcome.stdout.includes(text));
  return outcome.stdout.split('\n').flatMap((line): readonly ClientDraft[] => {
    const [, label = '', word = ''] = NOTHING.exec(line) ?? [];
    // A printed `None` under an unknown label is a finding only if the output contains values of the response.
    const isKnown = names.has(foldName(label));
    const isLookedUp = NEVER_A_VALUE.test(word) || (isRendered && NULL.test(word) && !OWN.test(label));
    if (word === '' || (!isKnown && !isLookedUp) || isOpenObject(label, body)) return [];
    const observed = `the command prints "${line.trim()}", so the command reads a member that no response contains`;
    return [{ ...draft(use, isKnown ? foldName(label) : label, observed, `printed ${label}`), warning: true }];
  });
}

const NOTHING =
  /^\s*([\p{L}][\p{L}\p{N} _-]*?)\s*[:=]\s*(\?|None|null|nil|<nil>|undefined|NaN|N\/A|n\/a|\[object Object\])\s*$/u;
const NEVER_A_VALUE = /^(?:\?|<nil>|undefined|NaN|\[object Object\])$/;

const NULL = /^(?:None|null|nil)$/;

function scalarsOf(value: Json): readonly string[] {
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(scalarsOf) : [String(value)];
}

/** Searches for an object that has the label as its name, and whose only member has a made-up name. */
function isOpenObject(label: string, value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, member]) =>
      (foldName(key) === foldName(label) &&
        isJsonObject(member) &&
        Object.keys(member).every((name) => name === OTHER_NAME)) ||
      isOpenObject(label, member),
  );
}

function hasNull(value: Json): boolean {
  return value === null || (typeof value === 'object' && Object.values(value).some(hasNull));
}

function draft(use: MethodUse, field: string, observed: string, cause: string): ClientDraft {
  const { method, operation } = use;
  return {
    ...{ operation, method: method.name, field, observed, cause },
    expected: 'only fields that the server sends according to the contract',
    call: method.base,
    request: answeredRequest(method.base),
    pointer: '/response/body',
    found: undefined,
  };
}
