-- How many accounts of a day are in each bucket, scored or not, and why the excluded ones are left out.
select l.bucket, l.score_tenths is not null as scored,
  case when l.bucket = 'excluded' then h.facts ->> 'excluded' end as excluded, count(*)::int as accounts
from (
  select distinct on (account_id) account_id, revision, bucket, score_tenths
  from health_snapshots
  where day = :day::date
  order by account_id, revision desc
) l
join accounts a using (account_id)
left join owners o on o.email = a.owner_email
left join health_snapshots h on l.bucket = 'excluded'
  and h.account_id = l.account_id and h.day = :day::date and h.revision = l.revision
where (:owner_email::text is null or lower(a.owner_email) = lower(:owner_email::text))
  and (:owner_slack_user_id::text is null or o.slack_user_id = :owner_slack_user_id::text)
  and (:plan::text is null or lower(a.plan) = lower(:plan::text))
group by 1, 2, 3
order by 1, 2, 3
