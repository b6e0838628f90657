import { ACTIVE_DEFAULTS } from '../../domain/active/definition.ts';
import { isLeftOut } from '../../domain/active/eligibility.ts';
import { localDays } from '../../lib/local-days.ts';
import { lockAccounts } from '../../store/accounts-write.ts';
import { type Correction, correctActivity, type EventRules, findMiscounted } from '../../store/correct-activity.ts';
import { type Db, inTransaction } from '../../store/db.ts';
import {
  type EligibilityRules,
  loadEligibility,
  loadPeople,
  nextAccounts,
  saveEligibility,
  saveFirstDays,
  turnExcluded,
} from '../../store/eligibility.ts';
import { eventNameIds } from '../../store/event-names.ts';
import { findStrayMerges, mergeUsers } from '../../store/merge-users.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Context } from '../context.ts';
import { eventRules, namesOfRules } from '../record/event-rules.ts';

export interface RefreshOutcome {
  /** `unchanged`: the configuration is the one under which stored activity was counted. */
  readonly state: 'unchanged' | 'applied';
  /** Accounts in which an event turned into activity, or out of it. */
  readonly corrected: number;
}

const BATCH = 100;
const RECHECK_DAYS = 8;
const MS_PER_DAY = 86_400_000;

/**
 * Brings what is stored in line with who and what counts by configuration: all of it when the configuration differs
 * from the one last applied, else only what two writers at the same moment, or processes with different files, left
 * behind in the last days. Can be repeated and interrupted.
 */
export async function refreshEligibility({ ctx }: { readonly ctx: Context }): Promise<RefreshOutcome> {
  const wanted = rulesOf(ctx.active);
  const applied = (await loadEligibility(ctx.db)) ?? rulesOf(ACTIVE_DEFAULTS);
  const rules = eventRules(ctx.active, await eventNameIds(ctx.db, new Set(namesOfRules(ctx.active))));
  if (canonicalJson(applied) === canonicalJson(wanted)) {
    return { state: 'unchanged', corrected: await recheck(ctx, rules) };
  }
  const everything = canonicalJson(eventPart(applied)) !== canonicalJson(eventPart(wanted));
  let corrected = 0;
  let after = 0;
  for (;;) {
    const accounts = await nextAccounts(ctx.db, after, BATCH);
    const last = accounts.at(-1);
    if (last === undefined) break;
    corrected += await inTransaction(ctx.db, (tx) => refreshAccounts(tx, ctx, { accounts, rules, everything }));
    after = last;
  }
  await saveEligibility(ctx.db, wanted, ctx.now());
  ctx.log.info({ corrected }, 'who and what counts as active was changed; stored activity was counted again');
  return { state: 'applied', corrected };
}

function rulesOf({ exclude, roles, surfaces }: EligibilityRules): EligibilityRules {
  return { exclude, roles, surfaces };
}

function eventPart({ exclude, surfaces }: EligibilityRules): unknown {
  return [exclude.events, surfaces];
}

interface Refresh {
  readonly accounts: readonly number[];
  readonly rules: EventRules;
  /** False: only people changed sides, so only their events can turn. */
  readonly everything: boolean;
}

async function refreshAccounts(tx: Db, ctx: Context, { accounts, rules, everything }: Refresh): Promise<number> {
  await lockAccounts(tx, accounts);
  const people = await loadPeople(tx, accounts);
  const turned = people.filter((person) => person.excluded !== isLeftOut(person, ctx.active));
  if (turned.length > 0) await turnExcluded(tx, turned);
  const refs = turned.map((row) => ({ accountId: row.account_id, userNo: row.user_no }));
  return correct(tx, ctx, rules, everything ? { accounts } : { people: refs });
}

async function recheck(ctx: Context, rules: EventRules): Promise<number> {
  const since = new Date(ctx.now().getTime() - RECHECK_DAYS * MS_PER_DAY);
  await moveStrays(ctx, rules, since);
  const people = await findMiscounted(ctx.db, rules, since);
  if (people.length === 0) return 0;
  return inTransaction(ctx.db, async (tx) => {
    await lockAccounts(tx, [...new Set(people.map((person) => person.accountId))]);
    return correct(tx, ctx, rules, { people });
  });
}

/** Events of people who were merged while another writer still knew them by their former number. */
async function moveStrays(ctx: Context, rules: EventRules, since: Date): Promise<void> {
  const strays = await findStrayMerges(ctx.db, since);
  if (strays.length === 0) return;
  await inTransaction(ctx.db, async (tx) => {
    await lockAccounts(tx, [...new Set(strays.map(({ accountId }) => accountId))]);
    await mergeUsers(tx, strays, localDays(ctx.timeZone));
    await correct(tx, ctx, rules, { people: strays.map(({ accountId, into }) => ({ accountId, userNo: into })) });
  });
}

async function correct(tx: Db, ctx: Context, rules: EventRules, scope: Correction['scope']): Promise<number> {
  const { timeZone } = ctx;
  const first = await correctActivity(tx, { scope, rules, dayOf: localDays(timeZone), timeZone });
  if (first.size > 0) await saveFirstDays(tx, first);
  return first.size;
}
