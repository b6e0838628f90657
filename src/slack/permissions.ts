import { z } from 'zod';
import type { Logger } from '../lib/log.ts';
import { type SlackClient, slackErrorOf } from './clients.ts';
import { isFullMember } from './full-member.ts';
import { createTtlCache } from './ttl-cache.ts';

const TTL_MS = 5 * 60_000;
const USERS = 5000;
const GROUPS = 100;

const userSchema = z.object({
  id: z.string(),
  team_id: z.string().optional(),
  name: z.string().optional(),
  real_name: z.string().optional(),
  deleted: z.boolean().optional(),
  is_bot: z.boolean().optional(),
  is_workflow_bot: z.boolean().optional(),
  is_restricted: z.boolean().optional(),
  is_ultra_restricted: z.boolean().optional(),
  is_stranger: z.boolean().optional(),
  is_admin: z.boolean().optional(),
  is_owner: z.boolean().optional(),
  enterprise_user: z.object({ teams: z.array(z.string()).optional() }).optional(),
});
type SlackUser = z.infer<typeof userSchema>;

/** Somebody who may ask, and whether they may see amounts. */
export interface Asker {
  readonly userId: string;
  readonly name: string;
  readonly money: boolean;
  /** Admin or owner of the workspace. */
  readonly admin: boolean;
}

export type Access =
  | { readonly allowed: true; readonly asker: Asker }
  /** `unverified`: the look-up failed, nothing is known about the person. */
  | { readonly allowed: false; readonly why: 'refused' | 'unverified' };

export interface PermissionOptions {
  readonly client: SlackClient;
  /** The workspace of the bot token; null until Slack has confirmed the token. */
  readonly homeTeam: () => string | null;
  /** Ids of user groups that may ask; empty = every full member. */
  readonly allowedUsergroups: readonly string[];
  /** Ids of user groups that may see amounts; empty = everybody who may ask. */
  readonly moneyUsergroups: readonly string[];
  readonly log: Logger;
  readonly now?: () => number;
}

export interface Permissions {
  /**
   * `fresh` asks Slack again who this is, for what is done and not only shown. Groups stay known for five minutes:
   * Slack lets them be read twenty times a minute.
   */
  check(userId: string, options?: { readonly fresh?: boolean | undefined }): Promise<Access>;
}

/**
 * Full members of the home workspace, optionally only of some user groups. Asked again at every command and click,
 * never trusted from a message or a modal; whatever cannot be looked up is refused.
 */
export function createPermissions(options: PermissionOptions): Permissions {
  const clock = options.now === undefined ? {} : { now: options.now };
  const users = createTtlCache<SlackUser>({ ttlMs: TTL_MS, max: USERS, ...clock });
  const groups = createTtlCache<ReadonlySet<string>>({ ttlMs: TTL_MS, max: GROUPS, ...clock });
  const inAny = async (usergroups: readonly string[], userId: string): Promise<boolean> => {
    for (const usergroup of usergroups) {
      const members = await groups.get(usergroup, () => membersOf(options.client, usergroup));
      if (members.has(userId)) return true;
    }
    return false;
  };
  return {
    async check(userId, { fresh = false } = {}) {
      try {
        const homeTeam = options.homeTeam();
        if (homeTeam === null) return { allowed: false, why: 'unverified' };
        const user = await users.get(userId, () => userOf(options.client, userId), { fresh });
        if (!isFullMember(user, homeTeam)) return { allowed: false, why: 'refused' };
        const { allowedUsergroups, moneyUsergroups } = options;
        const allowed = allowedUsergroups.length === 0 || (await inAny(allowedUsergroups, userId));
        if (!allowed) return { allowed: false, why: 'refused' };
        const money = moneyUsergroups.length === 0 || (await inAny(moneyUsergroups, userId));
        const admin = user.is_admin === true || user.is_owner === true;
        return { allowed: true, asker: { userId, name: user.real_name || user.name || 'your CSM', money, admin } };
      } catch (error) {
        const reason = slackErrorOf(error);
        if (reason === 'user_not_found' || reason === 'user_not_visible') return { allowed: false, why: 'refused' };
        options.log.warn({ reason }, 'a user could not be looked up in Slack: refused');
        return { allowed: false, why: 'unverified' };
      }
    },
  };
}

async function userOf(client: SlackClient, userId: string): Promise<SlackUser> {
  const { user } = await client.users.info({ user: userId });
  return userSchema.parse(user);
}

async function membersOf(client: SlackClient, usergroup: string): Promise<ReadonlySet<string>> {
  const { users } = await client.usergroups.users.list({ usergroup });
  return new Set(z.array(z.string()).parse(users));
}
