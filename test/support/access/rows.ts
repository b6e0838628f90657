import {
  ACCOUNT,
  asked,
  command,
  fromMenu,
  happened,
  inHome,
  inModal,
  interaction,
  pressed,
  type Row,
  type Rows,
  submitted,
} from './row.ts';

const ONE = { accountId: ACCOUNT };
const DRAFT = { ...ONE, persona: 'admin', templateId: 'default', contactId: null, revision: 0 };
const QUIET = { quiet: true } as const;

/** Fields that every form about an account accepts. */
const DECISION = {
  until: { 'v1:input:until': { selected_option: { value: 'change' } } },
  points: { 'v1:input:points': { value: '44.9' } },
  target: { 'v1:input:target': { value: '40' } },
  sentiment: { 'v1:input:sentiment': { selected_option: { value: 'good' } } },
  day: { 'v1:input:day': { selected_date: '2026-03-31' } },
  reason: { 'v1:input:reason': { value: 'A reason' } },
};
const TOUCH = {
  kind: { 'v1:input:kind': { selected_option: { value: 'call' } } },
  note: { 'v1:input:note': { value: 'Called them' } },
};
const SHARE = {
  channel: { 'v1:input:channel': { selected_conversation: 'PLACE' } },
  with_money: { 'v1:input:with_money': { selected_options: [{ value: 'money' }] } },
};
const CHOSEN = { account: { 'v1:input:account': { selected_option: { value: 'ACCOUNT' } } } };

/** Every sub-command and filter, a name, and words that mean nothing. */
const COMMAND_ROWS: Rows = [
  ...[
    '',
    'ACCOUNT',
    'canary',
    'mine',
    'bottom 5',
    'bottom 20',
    'why ACCOUNT',
    'history ACCOUNT',
    'qbr ACCOUNT',
    'renewal ACCOUNT',
    'renewal ACCOUNT seats:15',
    'zzz',
  ].map((text) => command(`/health ${text}`)),
  ...['define trend', 'help', 'bottom many', 'why'].map((text) => command(`/health ${text}`, QUIET)),
  ...['', 'ACCOUNT', 'canary', 'mine', 'plan:pro', 'owner:me', 'renews:<90d', 'dropped:>20 quarter', 'zzz'].map(
    (text) => command(`/utilization ${text}`),
  ),
  ...['by role', 'by department mine', 'ACCOUNT by role', 'csv', 'by role csv'].map((text) =>
    command(`/utilization ${text}`),
  ),
  ...['help', 'plan:'].map((text) => command(`/utilization ${text}`, QUIET)),
  ...[
    '',
    'today',
    'details',
    'digest',
    'snoozed',
    'movers',
    'renewals',
    'renewals mine',
    'renewals 60 owner:me',
    'expansion',
  ].map((text) => command(`/pulse ${text}`)),
  // Sums and shares of all accounts: none is named.
  ...['portfolio', 'cohorts', 'cohorts plan'].map((text) => command(`/pulse ${text}`, QUIET)),
  ...['publish health', 'publish utilization money 7d', 'publish', 'published'].map((text) =>
    command(`/pulse ${text}`, QUIET),
  ),
  ...['deliveries', 'outreach', 'settings', 'doctor', 'help', 'zzz'].map((text) => command(`/pulse ${text}`, QUIET)),
  ...['audit', 'audit account:ACCOUNT'].map((text) => command(`/pulse ${text}`, { adminOnly: true })),
  command('/health-of-another-app ACCOUNT', QUIET),
];

/** Buttons and menus on messages: the value is an account. */
const BUTTON_ROWS: Rows = [
  ...[
    'draft_email',
    'why',
    'history',
    'show_health',
    'show_seats',
    'qbr_pack',
    'renewal',
    'share',
    'acknowledge',
    'snooze',
    'wake',
  ],
  ...['pick_health', 'pick_seats', 'pick_why', 'pick_history', 'pick_draft', 'pick_qbr', 'pick_renewal'],
  ...['growth_plan', 'sentiment', 'override', 'touch'],
  ...['my_accounts', 'digest_why', 'digest_drafts', 'digest_snooze'],
].map((name) => pressed(name));

/** Settings and drafts in App Home, and the value of each. */
const HOME_VALUES = {
  home_dm: 'on',
  home_lines: 'low_bands',
  home_zone: 'Asia/Tokyo',
  draft_discard: 'admin:ACCOUNT',
  draft_continue: 'admin:ACCOUNT',
};

const ACTION_ROWS: Rows = [
  ...BUTTON_ROWS,
  ...['override', 'growth_plan', 'sentiment', 'touch', 'snooze', 'share'].map((name) => fromMenu(name)),
  ...['show_health', 'acknowledge', 'draft_email'].map((name) => inHome(name)),
  pressed('run_command', { value: '/health ACCOUNT' }),
  pressed('run_command', { value: '/utilization mine', as: 'run_command of a list' }),
  pressed('run_command', { value: '/pulse audit', as: 'run_command of the audit', adminOnly: true }),
  ...['pause_published', 'resume_published', 'revoke_published'].map((name) => pressed(name, QUIET)),
  pressed('open_mail', QUIET),
  pressed('dm_digest', { value: 'on', ...QUIET }),
  pressed('of_a_later_version', QUIET),
  ...['draft_persona', 'draft_template', 'draft_contact', 'draft_link', 'draft_copy', 'draft_objection'].map((name) =>
    inModal(name, 'draft', DRAFT, { value: 'admin' }),
  ),
  ...Object.entries(HOME_VALUES).map(([name, value]) => inHome(name, { value })),
  inModal('draft_kept', 'draft', DRAFT),
  inModal('draft_polish', 'draft', DRAFT, { value: 'admin', ...QUIET }),
  inModal('end_override', 'override', ONE),
  inModal('end_growth_plan', 'growth_plan', ONE),
];

const VIEW_ROWS: Rows = [
  submitted('share', ONE, SHARE, { posts: true }),
  submitted('draft', DRAFT),
  submitted('touch', ONE, TOUCH),
  submitted('touch', {}, { ...TOUCH, ...CHOSEN }, { as: 'touch of a chosen account' }),
  submitted('override', ONE, DECISION),
  submitted('growth_plan', ONE, DECISION),
  submitted('sentiment', ONE, DECISION),
  submitted('snooze', ONE, DECISION),
  submitted('lookup', {}, CHOSEN),
  submitted('touch', ONE, {}, { as: 'touch with wrong fields', ...QUIET }),
  submitted('override', ONE, wrongPoints(), { as: 'override with wrong fields', ...QUIET }),
  submitted('of_a_later_version', ONE, {}, QUIET),
];

const OTHER_ROWS: Rows = [
  interaction(
    'options:v1:input:account',
    false,
    () => ({ type: 'block_suggestion', action_id: 'v1:input:account', block_id: 'b', value: 'can' }),
    { mute: true },
  ),
  interaction('shortcut:look_up_account', false, () => ({ type: 'shortcut', callback_id: 'look_up_account' }), QUIET),
  interaction('shortcut:log_touch', true, ({ account, channel }) => ({
    type: 'message_action',
    callback_id: 'log_touch',
    message: { text: `called ${account}` },
    channel: { id: channel },
  })),
  happened('app_home_opened', () => ({ tab: 'home' })),
];

/** Questions in plain words. */
const QUESTION_ROWS: Rows = [
  asked('app_mention', 'how is ACCOUNT?'),
  asked('app_mention', 'NRR this year?', { as: 'about money', ...QUIET }),
  asked('message.im', 'seats by role for canary'),
  asked('message.im', 'sing me a song', { as: 'not understood', ...QUIET }),
];

/** Every handler, and how Slack would call it. */
export const ROWS: readonly Row[] = [...COMMAND_ROWS, ...ACTION_ROWS, ...VIEW_ROWS, ...QUESTION_ROWS, ...OTHER_ROWS];

/** Events that answer nobody. */
export const SILENT_EVENTS: Rows = [
  happened('app_uninstalled', () => ({})),
  happened('tokens_revoked', () => ({ tokens: { bot: [] } })),
  happened('channel_archive', () => ({ channel: 'C0PLACE00' })),
  happened('channel_shared', () => ({ channel: 'C0PLACE00' })),
  happened('channel_unshared', () => ({ channel: 'C0PLACE00' })),
];

function wrongPoints() {
  return { ...DECISION, points: { 'v1:input:points': { value: '999' } } };
}
