import { addDays, type Day } from '../../src/domain/day.ts';

/** A form in which ClickHouse keeps the events, and how its queries get at an account and a person. */
interface Form {
  readonly table: string;
  readonly account: string;
  readonly person: string;
  readonly at: string;
  readonly seats: string;
  readonly mrr: string;
  /** Chooses one account. */
  readonly is: (accountNo: number) => string;
}

const property = (name: string): string =>
  `replaceRegexpAll(nullIf(nullIf(JSONExtractRaw(properties, '${name}'), ''), 'null'), '^"|"$', '')`;

const COLUMNS = { account: 'account_id', at: 'ts', seats: 'seats', mrr: 'mrr' };

/** `typed`: columns; `mapped`: the same with ids that somebody made small numbers of before; `json`: the recipes'. */
const FORMS = {
  typed: {
    ...COLUMNS,
    table: 'typed',
    person: 'user_id',
    is: (accountNo) => `account_id = 'acct_${accountNo}'`,
  },
  mapped: {
    ...COLUMNS,
    table: 'mapped',
    person: 'user_no',
    is: (accountNo) => `account_id = ${accountNo}`,
  },
  json: {
    table: 'recipe',
    account: property('account_id'),
    person: 'distinct_id',
    at: 'timestamp',
    seats: `toUInt32OrZero(${property('seat_count')})`,
    mrr: `toUInt32OrZero(${property('mrr')})`,
    is: (accountNo) => `team_id = 1 and ${property('account_id')} = 'acct_${accountNo}'`,
  },
} as const satisfies Readonly<Record<string, Form>>;

export type FormName = keyof typeof FORMS;
export const FORM_NAMES: readonly FormName[] = ['typed', 'mapped', 'json'];

const ACTIVITY = `event not in ('$exception', 'seat_count_set')`;

function instant(day: Day): string {
  return `toDateTime('${day} 00:00:00', 'UTC')`;
}

function between({ at }: Form, day: Day, from: number, to: number): string {
  return `${at} >= ${instant(addDays(day, -from))} and ${at} < ${instant(addDays(day, -to))}`;
}

/** People of four months (oldest first), events of 30 days, of 14 and the 14 before, errors of 30, for one account. */
export function healthOfOne(name: FormName, accountNo: number, day: Day): string {
  const form = FORMS[name];
  const window = (from: number, to: number): string => between(form, day, from, to);
  const people = (from: number, to: number): string =>
    `uniqExactIf(${form.person}, ${ACTIVITY} and ${window(from, to)})`;
  const events = (from: number, to: number): string => `countIf(${ACTIVITY} and ${window(from, to)})`;
  return `select ${people(120, 90)}, ${people(90, 60)}, ${people(60, 30)}, ${people(30, 0)}, ${events(30, 0)},
      ${events(14, 0)}, ${events(28, 14)}, countIf(event = '$exception' and ${window(30, 0)}), max(${form.at})
    from ${form.table} where ${form.is(accountNo)} and ${window(120, 0)}`;
}

/** The seat report of the recipe, exact: newest seats and money, active people of 30 days, the largest waste first. */
export function seatsOfAll(name: FormName, day: Day): string {
  const form = FORMS[name];
  return `with
      seats as (select ${form.account} as account, argMax(${form.seats}, ${form.at}) as paid, argMax(${form.mrr}, ${form.at}) as money
        from ${form.table} where event = 'seat_count_set' and ${form.at} < ${instant(day)} group by account),
      active as (select ${form.account} as account, uniqExact(${form.person}) as people
        from ${form.table} where ${ACTIVITY} and ${between(form, day, 30, 0)} group by account)
    select account, paid, people, round(100 * people / paid, 1) as used, money
    from seats left join active using (account)
    where paid >= 5
    order by greatest(paid - people, 0) * money / paid desc, money desc, account limit 20`;
}

/** People of four months of every account, exact, oldest first. */
export function windowsOfAll(name: FormName, day: Day): string {
  const form = FORMS[name];
  const people = (from: number, to: number): string => `uniqExactIf(${form.person}, ${between(form, day, from, to)})`;
  return `select ${form.account} as account, ${people(120, 90)}, ${people(90, 60)}, ${people(60, 30)}, ${people(30, 0)}
    from ${form.table} where ${ACTIVITY} and ${between(form, day, 120, 0)} group by account`;
}
