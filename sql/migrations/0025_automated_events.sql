-- How many of other_events programs made (services, API keys, agents), as their senders said. Until a day is counted with
-- this column it has none: what was stored before it did not tell programs from people without an id.
alter table account_day add column automated integer not null default 0;
