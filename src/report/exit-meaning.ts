const MEANINGS: { readonly [code: number]: string } = {
  0: 'ok',
  1: 'contract failure',
  2: 'usage or data-file error',
  3: 'environment: something could not be tested',
  4: 'ledger: an entry is wrong, for example expired or unmatched',
  5: 'nothing ran',
  70: 'a bug in parity',
  130: 'interrupted',
};

export function exitMeaning(code: number): string {
  return MEANINGS[code] ?? 'unknown';
}
