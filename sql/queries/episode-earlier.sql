-- What a day is compared with, newest revision per account and earlier day.
select a.external_id as account_id, h.day, h.base_tenths, h.band_state as band, h.bucket, h.definition_hash,
  coalesce((h.override ->> 'withoutTenths')::int <> h.score_tenths, false) as overridden
from (
  select distinct on (day, account_id) account_id, day, score_tenths, base_tenths, band_state, bucket, definition_hash,
    case when day = :before::date then health -> 'override' end as override
  from health_snapshots
  where day = any (:days::date[])
  order by day, account_id, revision desc
) h
join accounts a using (account_id)
