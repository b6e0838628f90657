import type { Day } from '../../domain/day.ts';
import { loadContactActivity } from '../../store/account-review.ts';
import type { Context } from '../context.ts';
import type { ContactActivity } from './reports.ts';

/** Contacts of an account, each with the last local day before `day` on which they were active; internal. */
export async function contactActivity(ctx: Context, accountNo: number, day: Day): Promise<ContactActivity[]> {
  const found = await loadContactActivity(ctx.db, accountNo, day);
  return found.map(({ contact_id, opted_out, last_on, ...rest }) => ({
    contactId: contact_id,
    optedOut: opted_out,
    lastOn: last_on,
    ...rest,
  }));
}
