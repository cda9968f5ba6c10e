/** Matches an OpenAPI runtime expression in a link. */
export const RUNTIME_EXPRESSION =
  /^\$(?:response\.(?:body#(?:\/.*)?|header\.[\w!#$%&'*+.^`|~-]+)|request\.(?:body#\/.+|(?:path|query|header)\..+))$/;

type RuntimeExpression =
  | { readonly source: 'response-body'; readonly pointer: string }
  | { readonly source: 'response-header'; readonly name: string }
  | { readonly source: 'request'; readonly location: string; readonly name: string };

/**
 * Parses an OpenAPI runtime expression that the loader has checked.
 * @throws for any other text
 */
export function parseRuntimeExpression(text: string): RuntimeExpression {
  const [, side, place = '', rest = ''] = /^\$(response|request)\.(\w+)[#.](.*)$/.exec(text) ?? [];
  if (side === 'response' && place === 'body') return { source: 'response-body', pointer: rest };
  if (side === 'response') return { source: 'response-header', name: rest };
  if (side === 'request') return { source: 'request', location: place, name: rest.replace(/^\//, '') };
  throw new Error(`expected a runtime expression, got "${text}"`);
}
