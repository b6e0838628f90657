-- Changes whenever billing, the seat ledger, a rate, or what accounts are told apart by changes. States and movements are
-- only ever added, or go with their account.
select concat_ws(' ',
  (select concat_ws(' ', count(*), max(recorded_at)) from subscription_states),
  (select concat_ws(' ', count(*), max(recorded_at)) from seat_movements),
  (select sum(hashtextextended((account_id, name, plan, industry, excluded_reason)::text, 0)) from accounts),
  (select sum(hashtextextended((currency, reporting_currency, valid_from, rate)::text, 0)) from fx_rates)
) as mark
