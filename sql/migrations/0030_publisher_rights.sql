-- Why a link was paused by itself: its publisher may not ask any more ('rights'), or not see amounts ('money').
alter table published_links
  add column paused_for text check (paused_for in ('rights', 'money')),
  add constraint published_links_paused_for_check1 check (paused_for is null or paused_at is not null);
