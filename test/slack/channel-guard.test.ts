import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChannelGuardOptions, createChannelGuard } from '../../src/slack/channel-guard.ts';
import { createBackgroundClient } from '../../src/slack/publisher.ts';
import { type FaultySlack, startFaultySlack } from '../jobs/faulty-slack.ts';
import { QUIET } from '../support/quiet-logger.ts';

const PUBLIC = { id: 'C100', is_channel: true, is_private: false, is_ext_shared: false, is_member: true };
const PRIVATE = { ...PUBLIC, is_channel: false, is_group: true, is_private: true };
const MEMBER = { team_id: 'T1', deleted: false, is_bot: false, is_restricted: false, is_ultra_restricted: false };

let slack: FaultySlack;
beforeEach(async () => {
  slack = await startFaultySlack();
});
afterEach(() => slack.close());

function guard(options: ChannelGuardOptions = {}) {
  return createChannelGuard(
    createBackgroundClient({ token: 'xoxb-test', slackApiUrl: slack.url, timeoutMs: 800, logger: QUIET }),
    options,
  );
}

function channelIs(channel: Record<string, unknown>, people: readonly Record<string, unknown>[] = []): void {
  slack.answers.set('conversations.info', { ok: true, channel });
  slack.answers.set('conversations.members', { ok: true, members: people.map((_, index) => `U${index}00`) });
  let turn = 0;
  const fault = slack.fault;
  slack.fault = (method, args) => {
    if (method === 'users.info') slack.answers.set(method, { ok: true, user: people[turn++ % people.length] });
    return fault(method, args);
  };
}

const lookups = () => slack.calls.filter(({ method }) => method === 'conversations.info').length;

describe('a channel', () => {
  const im = { id: 'D100', is_im: true, user: 'U100' };
  const mpim = { id: 'G100', is_mpim: true, is_private: true, is_ext_shared: false };
  const cases: readonly (readonly [string, Record<string, unknown>, readonly Record<string, unknown>[], boolean])[] = [
    ['public and internal', PUBLIC, [], true],
    ['public, internal, without the app', { ...PUBLIC, is_member: false }, [], true],
    ['private with the app', PRIVATE, [], true],
    ['private without the app', { ...PRIVATE, is_member: false }, [], false],
    ['private without word of the app', { ...PRIVATE, is_member: undefined }, [], false],
    ['shared with another organisation', { ...PUBLIC, is_ext_shared: true }, [], false],
    ['about to be shared', { ...PUBLIC, is_pending_ext_shared: true }, [], false],
    ['shared in some way', { ...PUBLIC, is_shared: true }, [], false],
    ['shared with another workspace of ours', { ...PUBLIC, is_org_shared: true }, [], false],
    ['connected', { ...PUBLIC, connected_team_ids: ['T2'] }, [], false],
    ['invited elsewhere', { ...PUBLIC, pending_connected_team_ids: ['T2'] }, [], false],
    ['archived', { ...PUBLIC, is_archived: true }, [], false],
    ['without a word about sharing', { id: 'C100', is_channel: true, is_member: true }, [], false],
    ['another one than was asked for', { ...PUBLIC, id: 'C999' }, [], false],
    ['described in a way we do not know', { ...PUBLIC, is_ext_shared: 'no' }, [], false],
    ['a message to a full member', im, [MEMBER], true],
    ['a message to a guest', im, [{ ...MEMBER, is_restricted: true }], false],
    ['a message to a one-channel guest', im, [{ ...MEMBER, is_ultra_restricted: true }], false],
    ['a message to a stranger', im, [{ ...MEMBER, is_stranger: true }], false],
    ['a message to somebody who left', im, [{ ...MEMBER, deleted: true }], false],
    ['a message to a bot', im, [{ ...MEMBER, is_bot: true }], false],
    ['a message to another team', im, [{ ...MEMBER, team_id: 'T2' }], false],
    ['a message to somebody without a team', im, [{ deleted: false }], false],
    ['a group of full members and the app', mpim, [MEMBER, { ...MEMBER, is_bot: true }], true],
    [
      'a message to a member of several workspaces',
      im,
      [{ ...MEMBER, team_id: 'E1', enterprise_user: { teams: ['T1'] } }],
      true,
    ],
    ['a group with an app from elsewhere', mpim, [MEMBER, { ...MEMBER, is_bot: true, team_id: 'T2' }], false],
    [
      'a group with a workflow of another team',
      mpim,
      [MEMBER, { ...MEMBER, is_workflow_bot: true, team_id: 'T2' }],
      false,
    ],
    ['a group with a guest', mpim, [MEMBER, { ...MEMBER, is_restricted: true }], false],
    ['an empty group', mpim, [], false],
  ];
  it.each(cases)('%s', async (_name, channel, people, allowed) => {
    channelIs(channel, people);
    const asked = String(channel['id'] === 'C999' ? 'C100' : channel['id']);
    const verdict = await guard().check(asked);
    expect(verdict.allowed).toBe(allowed);
    if (!verdict.allowed) expect(verdict.reason.length).toBeGreaterThan(10);
  });

  it.each([
    'http_500',
    'drop',
    'rate_limit',
    'accept_slow',
    { error: 'fatal_error' },
    { error: 'missing_scope' },
  ] as const)('that cannot be looked up gets nothing for now (%s)', async (fault) => {
    slack.fault = () => fault;
    expect(await guard().check('C100')).toMatchObject({ allowed: false, retry: true });
  });

  it('whose people cannot be looked up gets nothing for now', async () => {
    slack.fault = (method) => (method === 'users.info' ? 'http_500' : 'none');
    channelIs(im, [MEMBER]);
    expect(await guard().check('D100')).toMatchObject({ allowed: false, retry: true });
  });

  it('that does not exist gets nothing for good', async () => {
    slack.fault = () => ({ error: 'channel_not_found' });
    expect(await guard().check('C100')).toMatchObject({ allowed: false, retry: false });
  });

  it.each(['#cs-pulse', 'cs-pulse', 'U100', '', 'C1', 'C100/../x'])('is known by its id, not by %j', async (name) => {
    expect(await guard().check(name)).toMatchObject({ allowed: false, retry: false });
    expect(slack.calls).toEqual([]);
  });
});

describe('what is known of a channel', () => {
  it('holds for five minutes at most, whatever is asked for', async () => {
    channelIs(PUBLIC);
    let now = 0;
    const cached = guard({ cacheMs: 3_600_000, now: () => now });
    await cached.check('C100');
    now = 299_999;
    await cached.check('C100');
    expect(lookups()).toBe(1);
    now = 300_000;
    await cached.check('C100');
    expect(lookups()).toBe(2);
  });

  it('is not used when a fresh answer is asked for, and is dropped when the channel was shared', async () => {
    channelIs(PUBLIC);
    const cached = guard();
    await cached.check('C100');
    channelIs({ ...PUBLIC, is_ext_shared: true });
    expect(await cached.check('C100')).toMatchObject({ allowed: true });
    cached.forget('C100');
    expect(await cached.check('C100')).toMatchObject({ allowed: false });
    channelIs(PUBLIC);
    expect(await cached.check('C100')).toMatchObject({ allowed: false });
    expect(await cached.check('C100', { fresh: true })).toMatchObject({ allowed: true });
  });

  it('is not kept from a look-up that began before the channel was shared', async () => {
    channelIs(PUBLIC);
    const cached = guard();
    const early = cached.check('C100');
    cached.forget('C100');
    await early;
    await cached.check('C100');
    expect(lookups()).toBe(2);
  });

  it('is not kept when nothing could be learned', async () => {
    slack.fault = () => 'http_500';
    const cached = guard();
    await cached.check('C100');
    slack.fault = () => 'none';
    expect(await cached.check('C100')).toMatchObject({ allowed: true });
  });
});
