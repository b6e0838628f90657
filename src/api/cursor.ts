import { z } from 'zod';
import type { PagePlace } from '../app/accounts/account-page.ts';
import { isStorableText } from '../app/accounts/check-account-id.ts';

const LONGEST = 1000;
const placeSchema = z.tuple([z.iso.date(), z.string().min(1).max(200).refine(isStorableText)]);

/** The place as a text that goes into an address; what it is made of is nobody's concern. */
export function cursorOf({ day, accountId }: PagePlace): string {
  return Buffer.from(JSON.stringify([day, accountId])).toString('base64url');
}

/** The place that a cursor of ours names; null for any other text. */
export function placeOf(cursor: string): PagePlace | null {
  if (cursor.length > LONGEST || !/^[\w-]+$/.test(cursor)) return null;
  try {
    const parsed = placeSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return parsed.success ? { day: parsed.data[0], accountId: parsed.data[1] } : null;
  } catch {
    return null;
  }
}
