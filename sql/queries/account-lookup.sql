-- Accounts that the lower-case text names exactly (1 id, 2 name, 3 domain, 4 alias) or begins (5), best first.
-- What begins with a text sorts from it up to it with the last of all characters behind: a range, unlike a pattern,
-- is looked up in the index by a plan that serves every text.
with candidates as (
  select account_id from accounts
  where lower(external_id) ~>=~ :text::text and lower(external_id) ~<=~ (:text::text || repeat(chr(1114111), 3))
  union
  select account_id from accounts
  where lower(name) ~>=~ :text::text and lower(name) ~<=~ (:text::text || repeat(chr(1114111), 3))
  union
  select account_id from accounts
  where lower(domain) ~>=~ :text::text and lower(domain) ~<=~ (:text::text || repeat(chr(1114111), 3))
  union
  select account_id from accounts where folded(aliases) @> array[:text::text]
)
select account_no, account_id, name, domain, plan, renews_on, owner_email, owner_name, owner_slack_user_id, rank
from (
  select a.account_id as account_no, a.external_id as account_id, a.name, a.domain, a.plan, a.renews_on,
    a.owner_email, o.name as owner_name, o.slack_user_id as owner_slack_user_id,
    case
      when lower(a.external_id) = :text::text then 1
      when lower(a.name) = :text::text then 2
      when lower(a.domain) = :text::text then 3
      when exists (select from unnest(a.aliases) alias where lower(alias) = :text::text) then 4
      when lower(a.name) like :prefix::text or lower(a.external_id) like :prefix::text
        or lower(a.domain) like :prefix::text then 5
    end as rank
  from candidates c
  join accounts a on a.account_id = c.account_id
  left join owners o on o.email = a.owner_email
) m
where rank is not null
order by rank, length(name), lower(name), account_id
limit :limit::int
