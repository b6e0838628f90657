import { z } from 'zod';
import type { Day } from '../domain/day.ts';
import { type Db, oneRow, rows } from './db.ts';
import { type FactsOptions, type KnownFacts, loadFacts } from './facts.ts';
import type { HealthInputsRow } from './facts-row.ts';

/** First days of what the database has received; null: nothing yet. */
export interface SourceStarts {
  readonly errors: Day | null;
  readonly tickets: Date | null;
}

const startsSchema = z.strictObject({ errors: z.string().nullable(), tickets: z.date().nullable() });

/** Since when errors and tickets are measured: before that, none of them does not mean zero. */
export async function loadSourceStarts(db: Db): Promise<SourceStarts> {
  const found = await oneRow(
    db,
    startsSchema,
    `select (select min(day) from account_day where errors > 0) as errors,
       (select min(opened_at) from tickets) as tickets`,
  );
  return found ?? { errors: null, tickets: null };
}

/**
 * Facts of a past day as far as they could be known then. Events, seats, subscriptions, tickets and answers carry their
 * time; what is stored without one (renewal of a contract, plan, key contact, "cancelled" set by hand) is left out, because it
 * may have been written down after the outcome.
 */
export function loadPastFacts(
  db: Db,
  options: Omit<FactsOptions, 'asKnownThen' | 'accountNos'> & { readonly dayStart: Date },
  starts: SourceStarts,
): Promise<KnownFacts[]> {
  const { day, dayStart } = options;
  const hadErrors = starts.errors !== null && starts.errors < day;
  const hadTickets = starts.tickets !== null && starts.tickets < dayStart;
  const asKnownThen = (row: HealthInputsRow): HealthInputsRow => ({
    ...row,
    renews_on: null,
    plan: null,
    excluded_reason: isLasting(row.excluded_reason) ? row.excluded_reason : null,
    key_contact_known: false,
    key_contact_last_on: null,
    has_error_source: row.has_error_source && hadErrors,
    has_ticket_source: row.has_ticket_source && hadTickets,
  });
  return loadFacts(db, { ...options, asKnownThen });
}

function isLasting(reason: HealthInputsRow['excluded_reason']): boolean {
  return reason === 'internal' || reason === 'usage_based_plan';
}

const lastActiveSchema = z.strictObject({ account_id: z.int(), last_at: z.date() });

/** By account number: the last time on the last local day before `day` on which a person was active. */
export async function loadLastActive(db: Db, day: Day): Promise<Map<number, Date>> {
  const found = await rows(
    db,
    lastActiveSchema,
    'select account_id, max(last_at) as last_at from account_day where day < $1 and events > 0 group by account_id',
    [day],
  );
  return new Map(found.map((row) => [row.account_id, row.last_at]));
}
