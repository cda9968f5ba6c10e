/** The kinds of bodies that can be read and written. A body of the kind `text` is sent unchanged. */
export const CONTENTS = ['json', 'form', 'multipart', 'text', 'none'] as const;
export type Content = (typeof CONTENTS)[number];

/** The media types of a body if the contract does not declare any. */
export const USUAL_MEDIA: Readonly<Record<Content, readonly string[]>> = {
  json: ['application/json'],
  form: ['application/x-www-form-urlencoded'],
  multipart: ['multipart/form-data'],
  text: ['text/plain'],
  none: [],
};
