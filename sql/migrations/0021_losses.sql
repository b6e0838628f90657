-- What accounts took away on a day, as the team's own records say: the whole account, or part of its revenue. A
-- backtest holds scores against it. One row per account and local day; a later file corrects it.
create table losses (
  account_id bigint not null references accounts,
  lost_on date not null,
  churned boolean not null,
  -- Monthly revenue; null: not said.
  lost_mrr_minor bigint check (lost_mrr_minor >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  reason text,
  primary key (account_id, lost_on),
  check ((lost_mrr_minor is null) = (currency is null)),
  check (churned or lost_mrr_minor is not null)
);
