-- The seat ledger is evidence in a billing dispute: nothing in it is ever changed, and only the forgetting of one whole
-- account, named by the setting cs_pulse.forget_account, may remove its rows.
create function guard_seat_movements() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('cs_pulse.forget_account', true) = old.account_id::text then
    return old;
  end if;
  raise exception 'seat_movements is append-only: append a correction instead'
    using errcode = 'integrity_constraint_violation';
end
$$;
create trigger seat_movements_append_only before update or delete on seat_movements
  for each row execute function guard_seat_movements();

-- A correction is of the same account, item and instant as the movement it corrects.
alter table seat_movements
  add constraint seat_movements_original_key unique (account_id, movement_id, subscription_item, effective_at),
  add constraint seat_movements_corrects_fkey foreign key (account_id, corrects_id, subscription_item, effective_at)
    references seat_movements (account_id, movement_id, subscription_item, effective_at),
  add constraint seat_movements_not_itself_check check (corrects_id <> movement_id);

-- From an invoice line to its movement, of whichever account: by event, by key, by item and time.
drop index seat_movements_by_source_event;
create index seat_movements_by_source_event on seat_movements (source_event_id);
create index seat_movements_by_idempotency_key on seat_movements (idempotency_key);
create index seat_movements_by_item on seat_movements (subscription_item, effective_at);

-- Where the provider's billing periods start; the period itself is an item's (period_start, period_end in items).
alter table subscription_states add column billing_anchor timestamptz;
