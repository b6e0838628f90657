import type { ActionName } from '../action-ids.ts';
import { answer, type Handling } from '../handling.ts';
import { publishedChange } from '../messages/published.ts';
import type { Action } from './action.ts';

/** [Pause], [Resume] and [Revoke] of a published dashboard: its publisher's, and of admins of the workspace. */
export const PUBLISHED_ACTIONS: readonly Action[] = [
  changes('pause_published', ({ deps }) => deps.pausePublished),
  changes('resume_published', ({ deps }) => deps.resumePublished),
  changes('revoke_published', ({ deps }) => deps.revokePublished),
];

function changes(name: ActionName, verbOf: (handling: Handling) => Handling['deps']['pausePublished']): Action {
  return {
    name,
    run: async (handling) => {
      const { asker, ctx, request } = handling;
      const actor = { id: asker.userId, others: asker.admin };
      const link = await verbOf(handling)({ ctx, input: { linkId: request.value, actor } });
      return answer(publishedChange(link, ctx.timeZone));
    },
  };
}
