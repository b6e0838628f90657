import { type Db, execute } from '../../src/store/db.ts';

/**
 * So many copies of every stored account, each with an id and a name of its own and the snapshots of its original:
 * a portfolio of a size that nobody wants to score for a test.
 */
export async function multiplyAccounts(db: Db, copies: number): Promise<void> {
  await execute(
    db,
    `insert into account_keys (external_id)
     select k.external_id || '-' || n from account_keys k cross join generate_series(1, $1) n`,
    [copies],
  );
  await execute(
    db,
    `insert into accounts (account_id, external_id, name, domain, plan, owner_email, customer_since, renews_on)
     select k.account_id, k.external_id, a.name || ' ' || n, a.domain, a.plan, a.owner_email, a.customer_since, a.renews_on
     from accounts a cross join generate_series(1, $1) n
     join account_keys k on k.external_id = a.external_id || '-' || n`,
    [copies],
  );
  await execute(
    db,
    `insert into health_snapshots
     select copy.*
     from health_snapshots h
     join accounts a using (account_id)
     cross join generate_series(1, $1) n
     join account_keys k on k.external_id = a.external_id || '-' || n
     cross join lateral jsonb_populate_record(h, jsonb_build_object('account_id', k.account_id,
       'facts', h.facts || jsonb_build_object('account_id', k.external_id),
       'seats', h.seats || jsonb_build_object('accountId', k.external_id),
       'health', h.health || jsonb_build_object('accountId', k.external_id))) copy`,
    [copies],
  );
  await execute(db, 'update snapshot_runs set accounts = accounts * ($1 + 1)', [copies]);
  await execute(db, 'analyze');
}
