/** A name without its style: `send_at`, `sendAt`, `--send-at` and `Send-At` are the same. */
export function foldName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
