import { formatPointer } from '../../lib/json-pointer.ts';
import { previewValue } from '../../lib/preview-value.ts';
import { headerValue } from '../../model/http.ts';
import { type Check, joinByField } from '../subject.ts';

export const responseHeaderInvalid: Check = ({ response, answer }) =>
  joinByField(
    (response?.headersInvalid ?? []).map(({ header, problem }) => {
      const text = headerValue(answer.response?.headers ?? [], header.name);
      const pointer = `/response/headers${formatPointer([header.name])}`;
      return { field: header.name, expected: problem.expected, observed: previewValue(text, 80), pointer, found: text };
    }),
  );
