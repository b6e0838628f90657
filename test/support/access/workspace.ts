import { type FakeAnswer, type FakeSlack, member } from '../fake-slack.ts';
import { answerFor, WHERE, WHO, type Where, type Who } from './policy.ts';

/** Of each kind in a group; more than ask. */
const MOST_PEOPLE = 4000;
const RATE_LIMITED: FakeAnswer = { http: 429, headers: { 'retry-after': '1' } };

/** What Slack says about a person of each kind. */
const PEOPLE: Readonly<Record<Who, Readonly<Record<string, unknown>> | FakeAnswer>> = {
  member: {},
  'member without money': {},
  admin: { is_admin: true },
  'multi-channel guest': { is_restricted: true },
  'single-channel guest': { is_restricted: true, is_ultra_restricted: true },
  stranger: { is_stranger: true },
  'person of another company': { team_id: 'T0OTHER' },
  'person of another workspace of ours': { team_id: 'T0OTHER', enterprise_user: { teams: ['T0OTHER'] } },
  bot: { is_bot: true },
  'workflow bot': { is_workflow_bot: true },
  'deactivated member': { deleted: true },
  'nobody Slack knows': { ok: false, error: 'user_not_found' },
  'member outside the allowed groups': {},
  'person whose look-up fails': { ok: false, error: 'internal_error' },
  'person whose look-up is rate limited': RATE_LIMITED,
  'person whose look-up times out': 'hang',
};

const PUBLIC = { is_channel: true, is_private: false, is_ext_shared: false, is_member: true };
const PRIVATE = { ...PUBLIC, is_channel: false, is_group: true, is_private: true };
const GROUP = { ...PRIVATE, is_mpim: true };

/** What Slack says about a conversation of each kind. */
const CONVERSATIONS: Readonly<Record<Where, Readonly<Record<string, unknown>> | FakeAnswer>> = {
  internal: PUBLIC,
  private: PRIVATE,
  'private without the app': { ...PRIVATE, is_member: false },
  'shared with another company': { ...PUBLIC, is_ext_shared: true, is_shared: true },
  'about to be shared': { ...PUBLIC, is_pending_ext_shared: true },
  'shared within the organisation': { ...PUBLIC, is_org_shared: true },
  connected: { ...PUBLIC, connected_team_ids: ['T0OTHER'] },
  'group of members': GROUP,
  'group with a guest': GROUP,
  'group with a bot of another company': GROUP,
  'direct message': { is_im: true, user: 'U0MEM00000' },
  'direct message of a guest': { is_im: true, user: 'U0MUL00000' },
  archived: { ...PUBLIC, is_archived: true },
  'silent about sharing': { is_channel: true, is_member: true },
  unknown: { ok: false, error: 'channel_not_found' },
  'look-up fails': { ok: false, error: 'internal_error' },
  'look-up is rate limited': RATE_LIMITED,
  'look-up times out': 'hang',
};

const GROUP_MEMBERS: Readonly<Partial<Record<Where, readonly string[]>>> = {
  'group of members': ['U0MEM00000', 'U0HOMEBOT'],
  'group with a guest': ['U0MEM00000', 'U0HOMEBOT', 'U0MUL00000'],
  'group with a bot of another company': ['U0MEM00000', 'U0OTHERBOT'],
};

export const MONEY_GROUP = 'S0MONEY';
export const TEAM_GROUP = 'S0TEAM';

/** One of many people of a kind. */
export function userOf(who: Who, number = 0): string {
  return `U0${CODES.get(who)}${String(number).padStart(5, '0')}`;
}

export function channelOf(where: Where): string {
  const letter = where.startsWith('direct message') ? 'D' : 'C';
  return `${letter}0PLACE${String(WHERE.indexOf(where)).padStart(2, '0')}`;
}

const CODES = new Map<Who, string>(WHO.map((who, index) => [who, codeOf(who, index)]));

function codeOf(who: Who, index: number): string {
  if (who === 'member') return 'MEM';
  return who === 'multi-channel guest' ? 'MUL' : `P${String(index).padStart(2, '0')}`;
}

/** Lets the fake Slack know every person and every conversation of the table. */
export function settle(slack: FakeSlack): void {
  const kinds = new Map(WHO.map((who) => [CODES.get(who) ?? '', who]));
  slack.answer('users.info', ({ args }) => {
    const id = String(args['user']);
    if (id === 'U0HOMEBOT') return { ok: true, user: member(id, { is_bot: true }) };
    if (id === 'U0OTHERBOT') return { ok: true, user: member(id, { is_bot: true, team_id: 'T0OTHER' }) };
    const who = kinds.get(id.slice(2, 5));
    return who === undefined ? null : described(PEOPLE[who], (more) => ({ user: person(id, more) }));
  });
  slack.answer('usergroups.users.list', ({ args }) => ({
    ok: true,
    users: args['usergroup'] === MONEY_GROUP ? everyone(seesMoney) : everyone((who) => !who.includes('outside')),
  }));
  for (const where of WHERE) slack.channels.set(channelOf(where), { where });
  slack.answer('conversations.info', ({ args }) => {
    const id = String(args['channel']);
    const where = WHERE.find((one) => channelOf(one) === id);
    return where === undefined ? null : described(CONVERSATIONS[where], (more) => ({ channel: { id, ...more } }));
  });
  slack.answer('conversations.members', ({ args }) => {
    const where = WHERE.find((one) => channelOf(one) === args['channel']);
    return { ok: true, members: (where && GROUP_MEMBERS[where]) ?? [] };
  });
  slack.answer('views.open', ({ args }) => ({ ok: true, view: { id: `VO-${args['trigger_id']}`, hash: 'h' } }));
  slack.answer('views.push', ({ args }) => ({ ok: true, view: { id: `VO-${args['trigger_id']}`, hash: 'h' } }));
}

function described(
  what: Readonly<Record<string, unknown>> | FakeAnswer,
  answer: (more: Record<string, unknown>) => Record<string, unknown>,
): FakeAnswer {
  if (typeof what === 'string' || 'http' in what || 'error' in what) return what;
  return { ok: true, ...answer({ ...what }) };
}

function person(id: string, more: Record<string, unknown>): Record<string, unknown> {
  return member(id, { real_name: `Asker ${id}`, is_restricted: false, is_ultra_restricted: false, ...more });
}

function seesMoney(who: Who): boolean {
  const answer = answerFor(who);
  return answer.kind !== 'answered' || answer.money;
}

const lists = new Map<string, string[]>();

function everyone(wanted: (who: Who) => boolean): string[] {
  const kinds = WHO.filter(wanted);
  const key = kinds.join();
  const known = lists.get(key);
  if (known) return known;
  const some = kinds.flatMap((who) => Array.from({ length: MOST_PEOPLE }, (_, number) => userOf(who, number)));
  const list = [...some, 'U0DANA'];
  lists.set(key, list);
  return list;
}
