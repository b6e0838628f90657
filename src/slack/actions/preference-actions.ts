import { answer } from '../handling.ts';
import { settingsMessage } from '../messages/settings.ts';
import type { Action } from './action.ts';

/** [Send me my accounts every morning], and its end. The choice is the asker's own, whoever's message it is. */
export const dmDigest: Action = {
  name: 'dm_digest',
  run: async ({ ctx, deps, asker, request }) => {
    const { userId: slackUserId } = asker;
    await deps.setPreferences({ ctx, input: { slackUserId, dmDigest: request.value === 'on' } });
    return answer(settingsMessage(await deps.showSettings({ ctx, input: { slackUserId } })), { replace: true });
  },
};
