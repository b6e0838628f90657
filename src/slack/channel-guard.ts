import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import { messageOf } from '../lib/errors.ts';
import { isFullMember, isOwnBot } from './full-member.ts';
import { platformCode } from './permanent-errors.ts';

export type ChannelVerdict =
  | { readonly allowed: true }
  /** `retry`: nothing is known about the channel just now; otherwise it is known to be the wrong place. */
  | { readonly allowed: false; readonly reason: string; readonly retry: boolean };

export interface ChannelGuard {
  /**
   * Whether account data may be shown in this conversation to everybody who is in it. Whatever is not known to be
   * internal is refused. `fresh` asks Slack again instead of using an answer of the last minutes.
   */
  check(channelId: string, options?: { readonly fresh?: boolean | undefined }): Promise<ChannelVerdict>;
  /** Drops what is known about a channel, for events that say it was shared, unshared or archived. */
  forget(channelId: string): void;
}

export interface ChannelGuardOptions {
  /** Team id of our own workspace; asked from Slack when absent. */
  readonly homeTeam?: string | undefined;
  /** At most five minutes. */
  readonly cacheMs?: number | undefined;
  readonly now?: (() => number) | undefined;
}

const FIVE_MINUTES_MS = 300_000;
const CONVERSATION_ID = /^[CGD][A-Z0-9]{2,}$/;

const ids = z.array(z.string()).nullish();
const conversationSchema = z.object({
  id: z.string(),
  is_archived: z.boolean().nullish(),
  is_im: z.boolean().nullish(),
  is_mpim: z.boolean().nullish(),
  is_private: z.boolean().nullish(),
  is_group: z.boolean().nullish(),
  is_member: z.boolean().nullish(),
  is_shared: z.boolean().nullish(),
  is_org_shared: z.boolean().nullish(),
  // Required outside direct messages: a lookup that does not say so says nothing.
  is_ext_shared: z.boolean().nullish(),
  is_pending_ext_shared: z.boolean().nullish(),
  connected_team_ids: ids,
  pending_connected_team_ids: ids,
  user: z.string().nullish(),
});
type Conversation = z.infer<typeof conversationSchema>;

const userSchema = z.object({
  id: z.string().optional(),
  team_id: z.string(),
  deleted: z.boolean().nullish(),
  is_bot: z.boolean().nullish(),
  is_workflow_bot: z.boolean().nullish(),
  is_restricted: z.boolean().nullish(),
  is_ultra_restricted: z.boolean().nullish(),
  is_stranger: z.boolean().nullish(),
  enterprise_user: z.object({ teams: z.array(z.string()).optional() }).nullish(),
});

const ALLOWED: ChannelVerdict = { allowed: true };
const refuse = (reason: string): ChannelVerdict => ({ allowed: false, reason, retry: false });
const unknown = (reason: string): ChannelVerdict => ({ allowed: false, reason, retry: true });

/** The one judge of where account data may be posted. */
export function createChannelGuard(
  client: Pick<webApi.WebClient, 'auth' | 'conversations' | 'users'>,
  { homeTeam, cacheMs = FIVE_MINUTES_MS, now = Date.now }: ChannelGuardOptions = {},
): ChannelGuard {
  const known = new Map<string, { readonly verdict: ChannelVerdict; readonly until: number }>();
  // A lookup that began before a channel was shared must not be remembered after.
  const forgotten = new Map<string, number>();
  let home = homeTeam;

  async function judge(channelId: string): Promise<ChannelVerdict> {
    const answer = await client.conversations.info({ channel: channelId });
    const parsed = conversationSchema.safeParse(answer.channel);
    if (!parsed.success || parsed.data.id !== channelId) return unknown('Slack did not say what this channel is');
    const conversation = parsed.data;
    if (conversation.is_archived) return refuse('the channel is archived');
    const sharing = sharingOf(conversation);
    if (sharing !== null) return refuse(sharing);
    if (conversation.is_im) return judgePeople([conversation.user ?? '']);
    if (conversation.is_ext_shared !== false) return unknown('Slack did not say whether the channel is shared');
    const closed = conversation.is_private || conversation.is_group || conversation.is_mpim;
    if (closed && !conversation.is_member && !conversation.is_mpim)
      return refuse('the app is not in this private channel');
    return conversation.is_mpim ? judgePeople(await membersOf(channelId)) : ALLOWED;
  }

  async function membersOf(channelId: string): Promise<string[]> {
    const answer = await client.conversations.members({ channel: channelId, limit: 100 });
    return answer.members ?? [];
  }

  async function judgePeople(people: readonly string[]): Promise<ChannelVerdict> {
    home ??= (await client.auth.test()).team_id;
    if (!home || people.length === 0) return unknown('Slack did not say who is in this conversation');
    for (const person of people) {
      const user = userSchema.safeParse((await client.users.info({ user: person })).user);
      if (!user.success) return unknown('Slack did not say who is in this conversation');
      if (people.length > 1 && isOwnBot(user.data, home)) continue;
      if (!isFullMember(user.data, home))
        return refuse('somebody in this conversation is not a full member of the workspace');
    }
    return ALLOWED;
  }

  return {
    async check(channelId, { fresh = false } = {}) {
      if (!CONVERSATION_ID.test(channelId)) return refuse('this is not the id of a channel');
      const cached = known.get(channelId);
      if (!fresh && cached && cached.until > now()) return cached.verdict;
      known.delete(channelId);
      const epoch = forgotten.get(channelId) ?? 0;
      const verdict = await judge(channelId).catch(verdictOfError);
      const settled = verdict.allowed || !verdict.retry;
      if (settled && epoch === (forgotten.get(channelId) ?? 0)) {
        known.set(channelId, { verdict, until: now() + Math.min(cacheMs, FIVE_MINUTES_MS) });
      }
      return verdict;
    },
    forget(channelId) {
      known.delete(channelId);
      forgotten.set(channelId, (forgotten.get(channelId) ?? 0) + 1);
    },
  };
}

/** Why somebody outside may be in the channel, or may be soon; null when nobody is. */
function sharingOf(conversation: Conversation): string | null {
  if (conversation.is_ext_shared) return 'the channel is shared with another organisation';
  if (conversation.is_pending_ext_shared) return 'the channel is about to be shared with another organisation';
  if (conversation.is_shared || conversation.is_org_shared) return 'the channel is shared with another workspace';
  const others = [...(conversation.connected_team_ids ?? []), ...(conversation.pending_connected_team_ids ?? [])];
  return others.length > 0 ? 'the channel is connected with another workspace' : null;
}

function verdictOfError(error: unknown): ChannelVerdict {
  const code = platformCode(error);
  if (code === 'user_not_found') return refuse('there is no such person in the workspace');
  if (code === 'channel_not_found') return refuse('there is no such channel, or the app may not see it');
  return unknown(`the channel could not be looked up (${code ?? messageOf(error)})`);
}
