-- Signals of vendors name accounts by alias, so every one of them looks an alias up.
create function folded(names text[]) returns text[] language sql immutable parallel safe as $$
  select array(select lower(name) from unnest(names) as n (name))
$$;
create index accounts_by_alias on accounts using gin (folded(aliases));
