import { z } from 'zod';
import { type Db, execute, oneRow, rows } from './db.ts';

/** One text of one author for one kind of reader of an account. */
export interface KeptDraftKey {
  readonly accountNo: number;
  /** Slack user id. */
  readonly author: string;
  readonly persona: string;
}

export interface KeptDraftRow extends KeptDraftKey {
  readonly templateId: string;
  readonly contactId: string | null;
  readonly subject: string;
  readonly body: string;
  readonly keptAt: Date;
}

/** Keeps a text in the place of the one before. */
export async function saveKeptDraft(db: Db, row: KeptDraftRow): Promise<void> {
  await execute(
    db,
    `insert into kept_drafts (account_id, author, persona, template_id, contact_id, subject, body, kept_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (account_id, author, persona) do update set template_id = excluded.template_id,
       contact_id = excluded.contact_id, subject = excluded.subject, body = excluded.body, kept_at = excluded.kept_at`,
    [row.accountNo, row.author, row.persona, row.templateId, row.contactId, row.subject, row.body, row.keptAt],
  );
}

/** Whether an author has sent exactly this text since a moment. */
export async function isSent(
  db: Db,
  { accountNo, author, body, persona, subject }: Omit<KeptDraftRow, 'templateId' | 'contactId' | 'keptAt'>,
  since: Date,
): Promise<boolean> {
  const text = `select exists (select from outreach where account_id = $1 and sent_by = $2 and persona = $3
    and subject = $4 and body = $5 and sent_at >= $6) as sent`;
  const values = [accountNo, author, persona, subject, body, since];
  return (await oneRow(db, z.strictObject({ sent: z.boolean() }), text, values))?.sent ?? false;
}

/** Drops everybody's texts from before a moment, and of one author all but the newest. */
export async function trimKeptDrafts(
  db: Db,
  { author, before, most }: { readonly author: string; readonly before: Date; readonly most: number },
): Promise<void> {
  await execute(
    db,
    `delete from kept_drafts d where kept_at < $2 or (author = $1 and (account_id, persona) not in (
       select account_id, persona from kept_drafts
       where author = $1 order by kept_at desc, account_id, persona limit $3))`,
    [author, before, most],
  );
}

const keptSchema = z
  .strictObject({
    account_id: z.string(),
    persona: z.string(),
    template_id: z.string(),
    contact_id: z.string().nullable(),
    subject: z.string(),
    body: z.string(),
    kept_at: z.date(),
  })
  .transform((row) => ({
    accountId: row.account_id,
    persona: row.persona,
    templateId: row.template_id,
    contactId: row.contact_id,
    subject: row.subject,
    body: row.body,
    keptAt: row.kept_at,
  }));
/** A kept text with the vendor's own id of its account. */
export type KeptDraft = z.infer<typeof keptSchema>;

/** An author's own texts that were kept since a moment, the newest first. */
export function loadKeptDrafts(
  db: Db,
  { author, since }: { readonly author: string; readonly since: Date },
): Promise<KeptDraft[]> {
  const text = `select k.external_id as account_id, d.persona, d.template_id, d.contact_id, d.subject, d.body, d.kept_at
    from kept_drafts d join accounts k using (account_id)
    where d.author = $1 and d.kept_at >= $2 order by d.kept_at desc, k.external_id, d.persona`;
  return rows(db, keptSchema, text, [author, since]);
}

/** The author's own text for a kind of reader that was kept since a moment; null without one. */
export function findKeptDraft(db: Db, key: KeptDraftKey, since: Date): Promise<KeptDraft | null> {
  const text = `select k.external_id as account_id, d.persona, d.template_id, d.contact_id, d.subject, d.body, d.kept_at
    from kept_drafts d join accounts k using (account_id)
    where d.account_id = $1 and d.author = $2 and d.persona = $3 and d.kept_at >= $4`;
  return oneRow(db, keptSchema, text, [key.accountNo, key.author, key.persona, since]);
}

/** Drops one text; false when there is none. */
export async function deleteKeptDraft(db: Db, { accountNo, author, persona }: KeptDraftKey): Promise<boolean> {
  const text = 'delete from kept_drafts where account_id = $1 and author = $2 and persona = $3';
  return (await execute(db, text, [accountNo, author, persona])) > 0;
}

/** Drops all texts of somebody. @returns how many. */
export function deleteKeptDraftsOf(db: Db, author: string): Promise<number> {
  return execute(db, 'delete from kept_drafts where author = $1', [author]);
}
