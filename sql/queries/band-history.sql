-- Bands and buckets of some accounts from a day to another, both included, newest first.
select a.external_id as account_id, h.day, h.band, h.bucket
from accounts a
join (
  select distinct on (account_id, day) account_id, day, band_state as band, bucket
  from health_snapshots
  where account_id = any (
      select account_id from account_keys where external_id = any (:account_ids::text[])
    )
    and day between :from::date and :to::date
  order by account_id, day, revision desc
) h using (account_id)
order by a.external_id, h.day desc
