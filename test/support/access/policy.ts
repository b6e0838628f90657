/**
 * Who may ask and where account data may be posted, written down without a look at the code under test: full members of
 * the home workspace may ask, each for themselves; what several people see must be internal for certain.
 */
export type Answer =
  /** May ask, and sees amounts or not. */
  | { readonly kind: 'answered'; readonly money: boolean; readonly admin: boolean }
  /** Known to be somebody who may not ask. */
  | { readonly kind: 'refused' }
  /** Not known well enough. */
  | { readonly kind: 'unverified' };

const answered = (money: boolean, admin: boolean): Answer => ({ kind: 'answered', money, admin });
const refused: Answer = { kind: 'refused' };
const unverified: Answer = { kind: 'unverified' };

const ANSWERS = {
  member: answered(true, false),
  'member without money': answered(false, false),
  admin: answered(true, true),
  'multi-channel guest': refused,
  'single-channel guest': refused,
  stranger: refused,
  'person of another company': refused,
  'person of another workspace of ours': refused,
  bot: refused,
  'workflow bot': refused,
  'deactivated member': refused,
  'nobody Slack knows': refused,
  'member outside the allowed groups': refused,
  'person whose look-up fails': unverified,
  'person whose look-up is rate limited': unverified,
  'person whose look-up times out': unverified,
} as const satisfies Record<string, Answer>;

export type Who = keyof typeof ANSWERS;
export const WHO = Object.keys(ANSWERS) as Who[];

/** The kinds that are asked about everywhere; the others differ from them in why, not in where. */
export const COMMON_WHO: readonly Who[] = [
  'member',
  'member without money',
  'multi-channel guest',
  'single-channel guest',
  'stranger',
  'person of another company',
  'bot',
  'deactivated member',
];

export function answerFor(who: Who): Answer {
  return ANSWERS[who];
}

const POSTABLE = {
  internal: 'post',
  private: 'post',
  'private without the app': 'refuse',
  'shared with another company': 'refuse',
  'about to be shared': 'refuse',
  'shared within the organisation': 'refuse',
  connected: 'refuse',
  'group of members': 'post',
  'group with a guest': 'refuse',
  'group with a bot of another company': 'refuse',
  'direct message': 'post',
  'direct message of a guest': 'refuse',
  archived: 'refuse',
  'silent about sharing': 'refuse',
  unknown: 'refuse',
  'look-up fails': 'refuse',
  'look-up is rate limited': 'refuse',
  'look-up times out': 'refuse',
} as const satisfies Record<string, 'post' | 'refuse'>;

export type Where = keyof typeof POSTABLE;
export const WHERE = Object.keys(POSTABLE) as Where[];

/** Where anybody may ask from; the others differ for what is posted. */
export const COMMON_WHERE: readonly Where[] = [
  'internal',
  'private',
  'shared with another company',
  'about to be shared',
  'shared within the organisation',
  'group with a guest',
  'direct message',
  'archived',
  'look-up fails',
];

/** Whether account data may be posted where everybody in the conversation sees it. */
export function mayPost(where: Where): boolean {
  return POSTABLE[where] === 'post';
}

/** Sharing is for channels and groups: a direct message of somebody else is none of the sharer's. */
export function mayShare(where: Where): boolean {
  return mayPost(where) && where !== 'direct message';
}
