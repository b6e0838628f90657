-- Accounts like a text without accents and capitals: 1 the same, 2 begins with it, 3 contains it, 4 shares trigrams.
-- Reads every name; asked only when nothing matched as written.
select a.account_id as account_no, a.external_id as account_id, a.name, a.domain, a.plan, a.renews_on,
  a.owner_email, o.name as owner_name, o.slack_user_id as owner_slack_user_id, r.rank, r.score
from accounts a
left join owners o on o.email = a.owner_email
cross join lateral (
  select word, strpos(word, :text::text) as place,
    greatest(similarity(word, :text::text), 0.9 * word_similarity(:text::text, word)) as score
  from (
    select case when octet_length(spelling) = length(spelling) then lower(spelling)
      else lower(regexp_replace(normalize(spelling, NFKD), '[\u0300-\u036f]', '', 'g')) end as word
    from unnest(array[a.name, a.external_id, a.domain] || a.aliases) spelling
    where spelling is not null
  ) spellings
  order by word = :text::text desc, strpos(word, :text::text) = 1 desc, strpos(word, :text::text) > 0 desc,
    score desc, word
  limit 1
) best
cross join lateral (
  select case when best.word = :text::text then 1 when best.place = 1 then 2 when best.place > 0 then 3 else 4 end
      as rank,
    round(best.score::numeric * 1000)::int as score
) r
order by r.rank, r.score desc, length(a.name), lower(a.name), a.external_id
limit :limit::int
