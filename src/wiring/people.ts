import type { Config } from '../config.ts';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import type { Settings } from '../settings.ts';
import type { SlackClient } from '../slack/clients.ts';
import { createOwnerDirectory } from '../slack/owner-directory.ts';
import { createPermissions } from '../slack/permissions.ts';
import type { People } from './jobs-side.ts';

/** Who may read what by direct message, by the same rules as in commands. */
export function createPeople(parts: {
  readonly config: Config;
  readonly settings: Settings;
  readonly client: SlackClient;
  readonly log: Logger;
}): People {
  const { client, config, log, settings } = parts;
  let home: string | null = null;
  const permissions = createPermissions({
    client,
    homeTeam: () => home,
    allowedUsergroups: config.allowedUsergroups,
    moneyUsergroups: config.moneyUsergroups,
    log,
  });
  return {
    fallbackOwner: settings.fallbackOwner,
    directory: createOwnerDirectory(client, log),
    async readerOf(slackUserId) {
      try {
        home ??= (await client.auth.test()).team_id ?? null;
      } catch (error) {
        log.warn({ error: messageOf(error) }, 'Slack did not say which workspace the app is in.');
      }
      const access = await permissions.check(slackUserId);
      if (access.allowed) return { kind: 'allowed', money: access.asker.money };
      return { kind: access.why === 'refused' ? 'refused' : 'unknown' };
    },
  };
}
