import { z } from 'zod';
import type { OwnerDirectory, OwnerLookup } from '../app/owners/owner-directory.ts';
import type { Logger } from '../lib/log.ts';
import { type SlackClient, slackErrorOf } from './clients.ts';

const userSchema = z.object({ id: z.string(), deleted: z.boolean().optional() });
const FORBIDDEN = ['missing_scope', 'no_permission', 'not_allowed_token_type'];

/** Looks up owners in Slack; `client` must not retry or queue by itself, so that a rate limit ends the run. */
export function createOwnerDirectory(client: Pick<SlackClient, 'users'>, log: Logger): OwnerDirectory {
  return {
    async byEmail(email): Promise<OwnerLookup> {
      try {
        const { user } = await client.users.lookupByEmail({ email });
        const { id, deleted } = userSchema.parse(user);
        return deleted ? { kind: 'deactivated' } : { kind: 'found', slackUserId: id };
      } catch (error) {
        const reason = slackErrorOf(error);
        if (reason === 'users_not_found') return { kind: 'absent' };
        log.info({ reason }, 'an owner could not be looked up by e-mail');
        return { kind: FORBIDDEN.includes(reason) ? 'forbidden' : 'later' };
      }
    },
    async stateOf(slackUserId) {
      try {
        const { user } = await client.users.info({ user: slackUserId });
        return userSchema.parse(user).deleted ? 'deactivated' : 'active';
      } catch (error) {
        const reason = slackErrorOf(error);
        if (reason === 'user_not_found') return 'deactivated';
        log.info({ reason }, 'an owner could not be looked up');
        return 'later';
      }
    },
  };
}
