-- Why a text was sent although the account was to be left alone, and what had spoken against it.
alter table outreach add column held_by text[] not null default '{}';
alter table outreach add column override_reason text;
alter table outreach add constraint outreach_override_says_why
  check ((cardinality(held_by) = 0) = (override_reason is null));
create index outreach_by_sending on outreach (account_id, sent_at desc);
