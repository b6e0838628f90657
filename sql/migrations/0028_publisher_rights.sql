-- Why a link was paused by itself: its publisher may not ask any more ('rights'), or not see amounts ('money'). Says
-- nothing of a link that is not paused: the version before resumes one without knowing of it.
alter table published_links
  add column paused_for text check (paused_for in ('rights', 'money'));
