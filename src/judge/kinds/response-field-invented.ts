import { foldName } from '../../lib/fold-name.ts';
import { parsePointer } from '../../lib/json-pointer.ts';
import type { Contract } from '../../model/contract.ts';
import type { ClientDraft } from '../client/subject.ts';
import type { Kind } from '../kind.ts';
import { missingName } from '../readers/client/missing-name.ts';
import { modelFamilies } from '../readers/client/model-families.ts';
import { readAnswer, textOf } from '../readers/client/read-answer.ts';
import type { MethodUse } from '../readers/client/read-use.ts';

/** The client's model has a field that no answer ever fills: no server sends it. */
export const responseFieldInvented: Kind = {
  title: 'The client promises a field that no server sends',
  severity: 'error',
  gravity: 318,
  about: 'client',
  cause: 'place',
  priority: 'P1',
  trace: ({ uses }) => {
    const readings = uses.flatMap((use) => {
      const { base, description } = use.method;
      const isLast = base.exchanges.at(-1)?.operation === use.operation;
      const reading = isLast ? readAnswer(base, description) : null;
      return reading === null ? [] : [{ use, reading }];
    });
    const filled = new Set(
      readings.flatMap(({ reading }) =>
        reading.returned.attributes.filter((each) => each.filled).map((each) => `${each.class} ${each.name}`),
      ),
    );
    // A server sends these only when a request asks for them.
    const echoed = new Set(uses.flatMap(({ contract }) => echoNames(contract)));
    const familyOf = modelFamilies(readings.map(({ reading }) => reading));
    const empty = readings.flatMap(({ use, reading }) => {
      const answered = new Set(reading.members.map(({ value }) => textOf(value)));
      // An object that holds nothing of the answer is no model of it.
      const models = new Set(
        reading.returned.attributes
          .filter(({ holds }) => holds.some((text) => answered.has(text)))
          .map((each) => each.class),
      );
      const names = new Map(reading.returned.attributes.map((each) => [`${each.class} ${each.name}`, each]));
      return [...names.values()]
        .filter(
          (each) =>
            models.has(each.class) &&
            !filled.has(`${each.class} ${each.name}`) &&
            !reading.names.has(foldName(each.name)) &&
            !echoed.has(foldName(each.name)),
        )
        .map((each) =>
          draft(
            use,
            each.name,
            `${each.class}.${each.name}, which no answer fills`,
            `${familyOf(each.class)} ${each.name}`,
          ),
        );
    });
    return [...empty, ...uses.flatMap(demanded)];
  },
};

function echoNames({ echoes = {} }: Contract): readonly string[] {
  return Object.keys(echoes).map((pointer) => foldName(parsePointer(pointer).at(-1) ?? ''));
}

/** It fails because the response lacks what it wants. */
function demanded(use: MethodUse): readonly ClientDraft[] {
  const name = missingName(use);
  if (name === undefined) return [];
  return [draft(use, name, `${use.method.name} fails without it`, `demanded ${name}`)];
}

function draft(use: MethodUse, field: string, observed: string, cause: string): ClientDraft {
  const { method, operation } = use;
  return {
    ...{ operation, method: method.name, field, observed, cause },
    expected: 'only what the contract says that the server sends',
    call: method.base,
    request: method.base.exchanges.length - 1,
    pointer: '/response/body',
    found: undefined,
  };
}
