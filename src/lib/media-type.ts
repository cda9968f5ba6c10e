/** Returns a media type in lower case, without parameters: `Application/JSON; charset=utf-8` → `application/json`. */
export function mediaType(contentType: string): string {
  const end = contentType.indexOf(';');
  return (end === -1 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}

/** Returns a media type with sorted parameters: `Text/Plain;b=2; a=1` → `text/plain; a=1; b=2`. */
export function fullMediaType(contentType: string): string {
  const [, ...stated] = contentType
    .split(';')
    .map((part) => part.trim().replace(/^[^=]*/, (name) => name.toLowerCase()));
  const said = stated.filter((each) => each !== '' && !/^charset="?utf-?8"?$/i.test(each));
  return [mediaType(contentType), ...said.toSorted()].join('; ');
}

export function isJsonMedia(media: string): boolean {
  return media === 'application/json' || media === 'text/json' || media.endsWith('+json');
}

/** Replaces a media range such as `application/*` by one of its types, such as `application/json`. */
export function typeInRange(media: string): string {
  if (!media.includes('*')) return media;
  const usual = ['application/json', 'text/plain', 'multipart/form-data'].find((each) => isInRange(each, media));
  return usual ?? (media.endsWith('+json') ? 'application/json' : media.replaceAll('*', 'octet-stream'));
}

/** Returns the format of a body, such as `json` for `application/merge-patch+json`. */
export function mediaContent(media: string): 'json' | 'form' | 'multipart' | 'text' {
  if (media.includes('*')) return mediaContent(typeInRange(media));
  if (isJsonMedia(media)) return 'json';
  if (media === 'application/x-www-form-urlencoded') return 'form';
  return media.startsWith('multipart/') ? 'multipart' : 'text';
}

export function isInRange(media: string, range: string): boolean {
  const pattern = range
    .toLowerCase()
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]*');
  return new RegExp(`^${pattern}$`).test(media);
}

/** Returns a parameter of a media type, such as the `boundary` of `multipart/form-data; boundary=x`. */
export function mediaParameter(contentType: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]*))`, 'i').exec(contentType);
  return found?.[1] ?? found?.[2];
}
