import { DM_LINES } from '../../domain/dm-lines.ts';
import { AppError } from '../../lib/errors.ts';
import type { ActionName } from '../action-ids.ts';
import { answer, type Handling } from '../handling.ts';
import { TEAM_ZONE } from '../messages/own-settings.ts';
import { settingsMessage } from '../messages/settings.ts';
import type { Action } from './action.ts';

type Change = Omit<Parameters<Handling['deps']['setPreferences']>[0]['input'], 'slackUserId'>;

/** [Send me my accounts every morning], and its end. The choice is the asker's own, whoever's message it is. */
export const dmDigest: Action = {
  name: 'dm_digest',
  run: async ({ ctx, deps, asker, request }) => {
    const { userId: slackUserId } = asker;
    await deps.setPreferences({ ctx, input: { slackUserId, dmDigest: request.value === 'on' } });
    return answer(settingsMessage(await deps.showSettings({ ctx, input: { slackUserId } })), { replace: true });
  },
};

/** The settings in App Home: saved on every change, and shown again with it. */
export const HOME_SETTINGS: readonly Action[] = [
  sets('home_dm', (value) => ({ dmDigest: value === 'on' })),
  sets('home_lines', (value) => ({ dmLines: linesOf(value) })),
  sets('home_zone', (value) => ({ timeZone: value === TEAM_ZONE ? null : value })),
];

function sets(name: ActionName, change: (value: string) => Change): Action {
  return {
    name,
    run: async ({ ctx, deps, asker, request }) => {
      await deps.setPreferences({ ctx, input: { slackUserId: asker.userId, ...change(request.value) } });
      return null;
    },
  };
}

function linesOf(value: string): NonNullable<Change['dmLines']> {
  const found = DM_LINES.find((known) => known === value);
  if (found !== undefined) return found;
  throw new AppError('invalid', 'This choice belongs to an older version. Open App Home again.');
}
