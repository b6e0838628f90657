import { type Db, execute } from './db.ts';

/** Deliveries of Slack's are known by this name. */
const SLACK = 'slack';

const CLAIM_SLACK = `insert into deliveries (source, delivery_id, received_at)
  select $1, $2, $3 from (select set_config('synchronous_commit', 'off', true)) as unhurried
  on conflict do nothing`;

/** Marks a webhook delivery as applied; false when it was before. A concurrent copy waits for the first to commit. */
export async function claimDelivery(db: Db, source: string, deliveryId: string, receivedAt: Date): Promise<boolean> {
  const text = 'insert into deliveries (source, delivery_id, received_at) values ($1, $2, $3) on conflict do nothing';
  return (await execute(db, text, [source, deliveryId, receivedAt])) > 0;
}

/**
 * Marks something that Slack sent as taken, for all processes; false when it was before. The answer does not wait for
 * the disk: when the server crashes, the last moments are forgotten, and Slack's copy is at worst answered again.
 */
export async function claimSlackDelivery(db: Db, key: string, at: Date): Promise<boolean> {
  const { rowCount } = await db.query({ name: 'claim_slack_delivery', text: CLAIM_SLACK, values: [SLACK, key, at] });
  return rowCount === 1;
}
