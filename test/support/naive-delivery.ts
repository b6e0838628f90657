import type pg from 'pg';
import type { Publisher } from '../../src/app/delivery/publisher.ts';

const MOST = 20;

/** What a cron job in each replica does that looks whether the message is out, posts and marks. */
export async function checkThenPost(db: pg.Pool, publisher: Publisher): Promise<void> {
  const { rows } = await db.query(`select * from outbox where state = 'due' order by random() limit ${MOST}`);
  for (const row of rows) if ((await post(publisher, row)).kind === 'ok') await mark(db, row.message_key);
}

/** Marks first, so that nobody else posts it; what is not posted then never is. */
export async function markThenPost(db: pg.Pool, publisher: Publisher): Promise<void> {
  const { rows } = await db.query(`update outbox set state = 'posted' where message_key in
    (select message_key from outbox where state = 'due' for update skip locked limit ${MOST}) returning *`);
  for (const row of rows) await post(publisher, row);
}

/** The publisher for deliverers that take a lease, post and mark, and never look what an attempt before them did. */
export function blindly(publisher: Publisher): Publisher {
  return { ...publisher, findByKey: async () => ({ kind: 'absent' }) };
}

function post(publisher: Publisher, row: pg.QueryResultRow): ReturnType<Publisher['post']> {
  const { channel, message_key: key, payload: message } = row;
  return publisher.post({ channel, key, message, beforeSend: async () => true });
}

async function mark(db: pg.Pool, key: string): Promise<void> {
  await db.query(`update outbox set state = 'posted' where message_key = $1`, [key]);
}
