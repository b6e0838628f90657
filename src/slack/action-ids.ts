/** Every button, select and input that sends something, by what it does. Old messages outlive deploys: keep the names. */
export const ACTION_NAMES = [
  'draft_email',
  'draft_persona',
  'draft_template',
  'draft_contact',
  'draft_link',
  'draft_copy',
  'draft_objection',
  'draft_polish',
  'draft_kept',
  'draft_continue',
  'draft_discard',
  'open_mail',
  'why',
  'history',
  'show_health',
  'show_seats',
  'pick_health',
  'pick_seats',
  'pick_why',
  'pick_history',
  'pick_draft',
  'qbr_pack',
  'pick_qbr',
  'renewal',
  'pick_renewal',
  'share',
  'acknowledge',
  'snooze',
  'wake',
  'growth_plan',
  'end_growth_plan',
  'sentiment',
  'override',
  'end_override',
  'touch',
  'my_accounts',
  'digest_why',
  'digest_drafts',
  'digest_snooze',
  'dm_digest',
  'home_dm',
  'home_lines',
  'home_zone',
  'pause_published',
  'resume_published',
  'revoke_published',
  'run_command',
] as const;
export type ActionName = (typeof ACTION_NAMES)[number];

export const VIEW_NAMES = [
  'draft',
  'share',
  'snooze',
  'growth_plan',
  'sentiment',
  'override',
  'lookup',
  'touch',
  'notice',
] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

const VERSION = 'v1';

/** `v1:why`, or `v1:show_health:2` where one block holds several of a kind. */
export function actionId(name: ActionName, index?: number): string {
  return index === undefined ? `${VERSION}:${name}` : `${VERSION}:${name}:${index}`;
}

/** The name in an id that `actionId` built; null for ids of other versions and of nobody. */
export function parseActionId(id: string): ActionName | null {
  const [version, name] = id.split(':', 3);
  return version === VERSION ? (ACTION_NAMES.find((known) => known === name) ?? null) : null;
}

/** `v1:draft` as a view's callback id. */
export function callbackId(name: ViewName): string {
  return `${VERSION}:${name}`;
}

/** The name in a callback id; null when it is not one of ours or of another version. */
export function parseCallbackId(id: string): ViewName | null {
  const [version, name] = id.split(':', 3);
  return version === VERSION ? (VIEW_NAMES.find((known) => known === name) ?? null) : null;
}

/** Inputs of modals that send nothing by themselves. */
export const INPUT_NAMES = [
  'subject',
  'body',
  'channel',
  'with_money',
  'account',
  'until',
  'day',
  'reason',
  'kind',
  'points',
  'target',
  'sentiment',
  'note',
] as const;
export type InputName = (typeof INPUT_NAMES)[number];

/** `v1:input:subject`: the action id of an input whose value is read when its view is submitted. */
export function inputId(name: InputName): string {
  return `${VERSION}:input:${name}`;
}

/** The menu of further actions: each option's value is the id of an action, the account is in the block's id. */
export const ACCOUNT_MENU = `${VERSION}:account_menu`;

const MENU_BLOCK = 'account:';

/** The id of the block that holds an account's menu. */
export function menuBlockId(accountId: string): string {
  return `${MENU_BLOCK}${accountId}`;
}

/** The account in an id that `menuBlockId` built; null for any other block. */
export function menuAccountId(blockId: string): string | null {
  return blockId.startsWith(MENU_BLOCK) ? blockId.slice(MENU_BLOCK.length) : null;
}

/** The single menu that asks for its options while somebody types. */
export const SUGGEST_ACCOUNTS = inputId('account');
