import type { Config } from '../config.ts';
import { messageOf } from '../lib/errors.ts';
import type { Logger } from '../lib/log.ts';
import type { Settings } from '../settings.ts';
import type { SlackClient } from '../slack/clients.ts';
import { createOwnerDirectory } from '../slack/owner-directory.ts';
import { createPermissions, type Permissions } from '../slack/permissions.ts';
import type { People } from './jobs-side.ts';

/** The rules of commands for those whom nobody has introduced: the workspace of the app is asked of Slack first. */
export function createReaders(parts: {
  readonly config: Pick<Config, 'allowedUsergroups' | 'moneyUsergroups'>;
  readonly client: SlackClient;
  readonly log: Logger;
}): Permissions {
  const { client, config, log } = parts;
  let home: string | null = null;
  const permissions = createPermissions({
    client,
    homeTeam: () => home,
    allowedUsergroups: config.allowedUsergroups,
    moneyUsergroups: config.moneyUsergroups,
    log,
  });
  return {
    async check(slackUserId, options) {
      try {
        home ??= (await client.auth.test()).team_id ?? null;
      } catch (error) {
        log.warn({ error: messageOf(error) }, 'Slack did not say which workspace the app is in.');
      }
      return permissions.check(slackUserId, options);
    },
  };
}

/** Who may read what by direct message. */
export function createPeople(parts: {
  readonly settings: Settings;
  readonly client: SlackClient;
  readonly readers: Permissions;
  readonly log: Logger;
}): People {
  const { client, log, readers, settings } = parts;
  return {
    fallbackOwner: settings.fallbackOwner,
    directory: createOwnerDirectory(client, log),
    async readerOf(slackUserId) {
      const access = await readers.check(slackUserId);
      if (access.allowed) return { kind: 'allowed', money: access.asker.money };
      return { kind: access.why === 'refused' ? 'refused' : 'unknown' };
    },
  };
}
