import { z } from 'zod';
import { type Db, execute, oneRow, rows } from './db.ts';

const linkRow = z.strictObject({
  link_id: z.string(),
  kind: z.enum(['health', 'utilization', 'portfolio']),
  money: z.boolean(),
  published_by: z.string(),
  published_at: z.date(),
  expires_at: z.date(),
  paused_at: z.date().nullable(),
  paused_for: z.enum(['rights', 'money']).nullable(),
  revoked_at: z.date().nullable(),
  last_opened_at: z.date().nullable(),
});
/** A published dashboard without its secret. */
export type PublishedLinkRow = z.infer<typeof linkRow>;

const guardedRow = linkRow.extend({ token_sha256: z.instanceof(Buffer) });
/** The same with the hash of its secret, for comparing. */
export type GuardedLinkRow = z.infer<typeof guardedRow>;

const COLUMNS =
  'link_id, kind, money, published_by, published_at, expires_at, paused_at, paused_for, revoked_at, last_opened_at';

export interface NewPublishedLink {
  readonly linkId: string;
  readonly tokenSha256: Uint8Array;
  readonly kind: PublishedLinkRow['kind'];
  readonly money: boolean;
  readonly publishedBy: string;
  readonly publishedAt: Date;
  readonly expiresAt: Date;
}

/** Stores a new link by the hash of its secret. */
export async function insertPublishedLink(db: Db, link: NewPublishedLink): Promise<PublishedLinkRow> {
  const text = `insert into published_links (link_id, token_sha256, kind, money, published_by, published_at, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`;
  const { expiresAt, kind, linkId, money, publishedAt, publishedBy, tokenSha256 } = link;
  const [row] = await rows(db, linkRow, text, [linkId, tokenSha256, kind, money, publishedBy, publishedAt, expiresAt]);
  if (row === undefined) throw new Error('a link that was stored did not come back');
  return row;
}

/** Links, newest first; `publishedBy` null: of everybody. */
export function listPublishedLinks(
  db: Db,
  filter: { readonly publishedBy: string | null; readonly most: number },
): Promise<PublishedLinkRow[]> {
  const text = `select ${COLUMNS} from published_links where $1::text is null or published_by = $1
    order by published_at desc, link_id limit $2`;
  return rows(db, linkRow, text, [filter.publishedBy, filter.most]);
}

/** How many links of a person show something now, or will when they are resumed. */
export async function countLiveLinks(db: Db, publishedBy: string, at: Date): Promise<number> {
  const text = `select count(*)::int as live from published_links
    where published_by = $1 and revoked_at is null and expires_at > $2`;
  return (await oneRow(db, z.strictObject({ live: z.int() }), text, [publishedBy, at]))?.live ?? 0;
}

/** How many links show something at a moment, and how many of those that are not over are paused. */
export async function countLinksInForce(
  db: Db,
  at: Date,
): Promise<{ readonly shown: number; readonly paused: number }> {
  const text = `select (count(*) filter (where paused_at is null))::int as shown,
      (count(*) filter (where paused_at is not null))::int as paused
    from published_links where revoked_at is null and expires_at > $1`;
  const found = await oneRow(db, z.strictObject({ shown: z.int(), paused: z.int() }), text, [at]);
  return found ?? { shown: 0, paused: 0 };
}

/** A link and the hash of its secret; null when there is none. */
export function loadPublishedLink(db: Db, linkId: string): Promise<GuardedLinkRow | null> {
  const text = `select ${COLUMNS}, token_sha256 from published_links where link_id = $1`;
  return oneRow(db, guardedRow, text, [linkId]);
}

/** The link that a browser was let in to, as it stands now; null when it was not, or no longer. */
export function loadOpenLink(
  db: Db,
  session: { readonly linkId: string; readonly sessionSha256: Uint8Array; readonly at: Date },
): Promise<PublishedLinkRow | null> {
  const columns = COLUMNS.replaceAll(/\w+/g, 'l.$&');
  const text = `select ${columns} from published_sessions s join published_links l using (link_id)
    where s.link_id = $1 and s.session_sha256 = $2 and s.expires_at > $3`;
  return oneRow(db, linkRow, text, [session.linkId, session.sessionSha256, session.at]);
}

const CHANGES = {
  pause: 'paused_at = coalesce(paused_at, $2)',
  resume: 'paused_at = null, paused_for = null',
  revoke: 'revoked_at = $2',
} as const;
export type LinkChange = keyof typeof CHANGES;

/** Changes a link that is neither revoked nor expired; null when there is none. `publishedBy` null: of anybody. */
export function changePublishedLink(
  db: Db,
  change: LinkChange,
  link: { readonly linkId: string; readonly publishedBy: string | null; readonly at: Date },
): Promise<PublishedLinkRow | null> {
  const text = `update published_links set ${CHANGES[change]}
    where link_id = $1 and revoked_at is null and expires_at > $2 and ($3::text is null or published_by = $3)
    returning ${COLUMNS}`;
  return oneRow(db, linkRow, text, [link.linkId, link.at, link.publishedBy]);
}

/** Pauses a link that is not paused for a reason that nobody gave; false when it was paused already. */
export async function pauseLinkFor(
  db: Db,
  link: { readonly linkId: string; readonly reason: 'rights' | 'money'; readonly at: Date },
): Promise<boolean> {
  const text = `update published_links set paused_at = $2, paused_for = $3
    where link_id = $1 and paused_at is null and revoked_at is null`;
  return (await execute(db, text, [link.linkId, link.at, link.reason])) > 0;
}

/** Lets a browser in, and forgets those beyond `most` that were let in to this link before. */
export async function insertPublishedSession(
  db: Db,
  session: {
    readonly linkId: string;
    readonly sessionSha256: Uint8Array;
    readonly at: Date;
    readonly expiresAt: Date;
    readonly most: number;
  },
): Promise<void> {
  const { at, expiresAt, linkId, most, sessionSha256 } = session;
  const text = `insert into published_sessions (link_id, session_sha256, opened_at, expires_at) values ($1, $2, $3, $4)`;
  await execute(db, text, [linkId, sessionSha256, at, expiresAt]);
  await execute(
    db,
    `delete from published_sessions where link_id = $1 and session_sha256 in (
       select session_sha256 from published_sessions where link_id = $1 order by opened_at desc, session_sha256 offset $2
     )`,
    [linkId, most],
  );
}

/** Notes that somebody opened a link. */
export async function notePublishedOpening(db: Db, linkId: string, at: Date): Promise<void> {
  await execute(db, 'update published_links set last_opened_at = $2 where link_id = $1', [linkId, at]);
}
