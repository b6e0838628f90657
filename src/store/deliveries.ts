import { type Db, execute } from './db.ts';

/** Marks a webhook delivery as applied; false when it was before. A concurrent copy waits for the first to commit. */
export async function claimDelivery(db: Db, source: string, deliveryId: string, receivedAt: Date): Promise<boolean> {
  const text = 'insert into deliveries (source, delivery_id, received_at) values ($1, $2, $3) on conflict do nothing';
  return (await execute(db, text, [source, deliveryId, receivedAt])) > 0;
}
