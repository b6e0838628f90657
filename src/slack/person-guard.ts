import type { ChannelVerdict } from './channel-guard.ts';
import type { Permissions } from './permissions.ts';

export interface PersonGuard {
  /**
   * Whether a direct message about accounts may be sent to this person now, by the rules for commands: rights may have
   * changed while it waited. Always asked anew. `amounts`: it shows money.
   */
  check(userId: string, message: { readonly amounts: boolean }): Promise<ChannelVerdict>;
}

const UNKNOWN: ChannelVerdict = {
  allowed: false,
  reason: 'Slack did not say whether this person may know about accounts',
  retry: true,
};

export function createPersonGuard(permissions: Permissions): PersonGuard {
  return {
    async check(userId, { amounts }) {
      const access = await permissions.check(userId, { fresh: true });
      if (!access.allowed) return access.why === 'unverified' ? UNKNOWN : refuse('this person may not ask any more');
      return amounts && !access.asker.money ? refuse('this person may not see amounts any more') : { allowed: true };
    },
  };
}

const refuse = (reason: string): ChannelVerdict => ({ allowed: false, reason, retry: false });
