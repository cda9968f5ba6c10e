import { foldName } from '../../lib/fold-name.ts';
import { formatPointer, isAtOrBelow, parentPointer, parsePointer } from '../../lib/json-pointer.ts';
import { previewValue } from '../../lib/preview-value.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import { type Answered, fromAnswers, returnedAttributes } from '../readers/client/from-answers.ts';
import { modelFamilies } from '../readers/client/model-families.ts';
import { type AnswerReading, answeredRequest, type Member, textOf } from '../readers/client/read-answer.ts';
import type { MethodUse } from '../readers/client/read-use.ts';

export const responseFieldDropped: Kind = {
  title: 'The client loses a field of the response',
  severity: 'warning',
  gravity: 405,
  about: 'client',
  cause: 'place',
  priority: 'P1',
  repair: 'operation',
  trace: ({ uses }) => {
    const familyOf = modelFamilies(returnedAttributes(uses));
    return fromAnswers(uses, (each) => dropped({ ...each, familyOf }));
  },
};

interface Judging extends Answered {
  readonly familyOf: (owner: string) => string;
}

function dropped(answered: Judging): readonly ClientDraft[] {
  const { returned } = answered.reading;
  const isUsed = isOfPage(answered.use);
  const members = answered.reading.members.filter((member) => !isUsed(member));
  const counts = new Map<string, number>();
  const firsts = new Map(members.toReversed().map((member) => [member.pointer, textOf(member.value)]));
  for (const text of firsts.values()) counts.set(text, (counts.get(text) ?? 0) + 1);
  const filled = returned.attributes.filter((attribute) => attribute.filled).map(({ name }) => foldName(name));
  const converted = new Set(filled.filter((name) => !returned.named.has(name)));
  const isKept = (member: Member) => {
    const text = textOf(member.value);
    if (parsePointer(member.pointer).some((token) => returned.cut.has(foldName(token)))) return true;
    // The client converted the member, for example to a duration, so the values cannot be compared.
    if (member.name !== '' && converted.has(foldName(member.name))) return true;
    if (isTelling(member) && counts.get(text) === 1) return returned.values.has(text);
    return returned.named.get(foldName(member.name))?.has(text) === true || member.name === '';
  };
  const lost = new Set(members.filter((member) => !isKept(member)).map(({ pointer }) => pointer));
  const kept = new Set(members.map(({ pointer }) => pointer).filter((pointer) => !lost.has(pointer)));
  // An object of the client that contains no value of the response was not made from the response.
  if (kept.size === 0 && returned.attributes.length > 0) return [];
  // The method sends a further request for internal purposes, and does not return the response to this request.
  if (kept.size === 0 && answered.use.method.base.exchanges.length > 1) return [];
  const pointers = tops(lost, kept);
  const left = [...new Set([...kept].map((pointer) => parsePointer(pointer)[0] ?? ''))];
  // Without a model, a client may leave out many members on purpose, so one finding is enough.
  const isModelled = (pointer: string) =>
    parsePointer(pointer).length > 1 && ownerOf(pointer, answered.reading) !== undefined;
  const others = pointers.filter((pointer) => !isModelled(pointer));
  const mostly = others.length > 2 && others.length > left.length;
  return [
    ...pointers.filter(isModelled).map((pointer) => draft(pointer, answered)),
    ...(mostly ? [onlyLeft(left, answered)] : others.map((pointer) => draft(pointer, answered))),
  ];
}

/** A client that reads several pages needs the members outside the list only for paging. */
function isOfPage({ method }: MethodUse): (member: Member) => boolean {
  const isPaged = answeredRequest(method.base) < method.base.exchanges.length - 1;
  return ({ pointer }) => isPaged && !parsePointer(pointer).includes('*');
}

function onlyLeft(left: readonly string[], answered: Judging): ClientDraft {
  const { cause: _, ...whole } = draft('', answered);
  return { ...whole, observed: left.length === 0 ? 'nothing' : `only ${left.join(', ')}` };
}

/** Returns true for a value that hardly occurs twice in a response by chance. */
function isTelling({ value }: Member): boolean {
  return typeof value === 'string' ? value.length > 6 : typeof value === 'number' && Math.abs(value) > 1000;
}

/** If the client loses all members of an object, returns only the pointer to the object. */
function tops(lost: ReadonlySet<string>, kept: ReadonlySet<string>): readonly string[] {
  const keeping = new Set([...kept].flatMap((pointer) => prefixesOf(pointer)));
  const isLostWhole = (pointer: string) => !keeping.has(pointer);
  const raised = [...lost].map((pointer) => {
    const tokens = parsePointer(pointer);
    for (let length = 0; length < tokens.length; length++) {
      const above = formatPointer(tokens.slice(0, length));
      if (tokens[length - 1] !== '*' && isLostWhole(above)) return above;
    }
    return pointer;
  });
  return [...new Set(raised)].sort();
}

function prefixesOf(pointer: string): readonly string[] {
  return [...pointer.matchAll(/\//g)].map(({ index }) => pointer.slice(0, index)).concat(pointer);
}

function draft(pointer: string, { use, reading, familyOf }: Judging): ClientDraft {
  const { members } = reading;
  const { method, operation } = use;
  const member = members.find((each) => isAtOrBelow(each.pointer, pointer));
  const name = parsePointer(pointer).findLast((token) => token !== '*') ?? '';
  const owner = ownerOf(pointer, reading);
  return {
    operation,
    method: method.name,
    field: pointer === '' ? null : pointer,
    expected: pointer === '' ? 'the response' : `${name} in the result of ${method.name}`,
    observed: owner === undefined ? 'nothing' : `nothing, because ${owner} has no member for this value`,
    call: method.base,
    request: answeredRequest(method.base),
    pointer: `/response/body${pointer.replaceAll('/*', '/0')}`,
    found: previewValue(member?.value),
    ...(owner !== undefined && { cause: `${familyOf(owner)} ${name}` }),
  };
}

/** Returns the client class that has the most members in common with the object in the response. */
function ownerOf(pointer: string, { members, returned }: AnswerReading): string | undefined {
  const parent = parentPointer(pointer);
  const beside = new Set(
    members
      .filter((member) => member.pointer.startsWith(`${parent}/`))
      .map((member) => nextName(member.pointer, parent)),
  );
  const scores = new Map<string, number>();
  for (const { class: owner, name } of returned.attributes) {
    if (beside.has(foldName(name))) scores.set(owner, (scores.get(owner) ?? 0) + 1);
  }
  return [...scores].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function nextName(pointer: string, parent: string): string {
  return foldName(parsePointer(pointer.slice(parent.length))[0] ?? '');
}
