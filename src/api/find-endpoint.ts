import { checkAccountId } from '../app/accounts/check-account-id.ts';
import { AppError } from '../lib/errors.ts';
import type { Endpoint } from './endpoint.ts';

export interface Asked {
  readonly endpoint: Endpoint;
  readonly isCsv: boolean;
  /** As it stands in the address, with its percent signs; '' where there is none. */
  readonly rawId: string;
}

const CSV = '.csv';

/**
 * Which endpoint a path names. The path is taken as it was sent: an id's own slash, and a `.csv` at its end, are
 * written with percent signs (`%2F`, `%2Ecsv`).
 */
export function findEndpoint(endpoints: readonly Endpoint[], path: string): Asked | null {
  const isCsv = path.endsWith(CSV);
  const parts = (isCsv ? path.slice(0, -CSV.length) : path).split('/');
  for (const endpoint of endpoints) {
    const wanted = endpoint.path.split('/');
    const fits = wanted.length === parts.length && wanted.every((part, at) => part === '{id}' || part === parts[at]);
    if (fits) return { endpoint, isCsv, rawId: parts[wanted.indexOf('{id}')] ?? '' };
  }
  return null;
}

/** @throws AppError `invalid` for what is no text or no account's id. */
export function accountIdOf({ endpoint, rawId }: Asked): string {
  if (!endpoint.path.includes('{id}')) return '';
  let id: string;
  try {
    id = decodeURIComponent(rawId);
  } catch {
    throw new AppError('invalid', 'account_id: its percent signs are no UTF-8; encode the id with encodeURIComponent.');
  }
  return checkAccountId(id);
}
