import { z } from 'zod';
import { type Db, execute, rows } from './db.ts';

const ownerSchema = z.strictObject({
  email: z.string(),
  name: z.string(),
  slack_user_id: z.string().nullable(),
  slack_state: z.enum(['active', 'absent', 'deactivated']).nullable(),
  accounts: z.int(),
});
export type CheckedOwner = z.infer<typeof ownerSchema>;

/** Owners of accounts about whom Slack was not asked since an instant, those who waited longest first. */
export function loadOwnersToCheck(
  db: Db,
  { before, limit }: { readonly before: Date; readonly limit: number },
): Promise<CheckedOwner[]> {
  const text = `select o.email, o.name, o.slack_user_id, o.slack_state, count(*)::int as accounts
    from owners o join accounts a on a.owner_email = o.email
    where o.slack_checked_at is null or o.slack_checked_at < $1
    group by o.email order by o.slack_checked_at nulls first, o.email limit $2`;
  return rows(db, ownerSchema, text, [before, limit]);
}

/** Keeps what Slack said about an owner; a Slack user that a source named stays. */
export async function saveOwnerState(
  db: Db,
  said: {
    readonly email: string;
    readonly slackUserId: string | null;
    readonly state: 'active' | 'absent' | 'deactivated';
    readonly at: Date;
  },
): Promise<void> {
  await execute(
    db,
    `update owners set slack_user_id = coalesce(slack_user_id, $2), slack_state = $3, slack_checked_at = $4
     where email = $1`,
    [said.email, said.slackUserId, said.state, said.at],
  );
}

const namedSchema = z.strictObject({ email: z.string(), name: z.string() });

/** Names of owners by e-mail. */
export async function loadOwnerNames(db: Db, emails: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const text = 'select email, name from owners where email = any ($1)';
  return new Map((await rows(db, namedSchema, text, [emails])).map(({ email, name }) => [email, name]));
}
