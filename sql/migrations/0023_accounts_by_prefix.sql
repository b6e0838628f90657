-- A person types an id, a name or a domain or how one of them begins: each is looked up without reading all accounts.
create index accounts_by_lower_id on accounts (lower(external_id) text_pattern_ops);
drop index accounts_by_domain;
create index accounts_by_domain on accounts (lower(domain) text_pattern_ops);
