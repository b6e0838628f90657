import { qbrAnswer } from '../commands/qbr-answer.ts';
import { answer } from '../handling.ts';
import type { Action } from './action.ts';

/** [QBR pack] on a card: the message is new, the card stays. */
export const qbrPackAction: Action = {
  name: 'qbr_pack',
  run: async (handling) => answer(await qbrAnswer(handling, handling.request.value)),
};

/** One of several accounts that fit the name: the answer takes the place of the question. */
export const pickQbr: Action = {
  name: 'pick_qbr',
  run: async (handling) => answer(await qbrAnswer(handling, handling.request.value), { replace: true }),
};
