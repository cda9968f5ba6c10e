import { userError } from '../lib/error.ts';
import type { ContractSet } from '../model/contract.ts';

/** Returns the profile with the given name, or the API's first profile if no name is given. @throws profile-unknown */
export function chooseProfile({ api }: ContractSet, name: string | undefined): string {
  const profile = name ?? api.profiles[0] ?? 'default';
  if (name === undefined || api.profiles.includes(profile)) return profile;
  throw userError('profile-unknown', `--profile must be one of ${api.profiles.join(', ')}; was "${profile}"`);
}
