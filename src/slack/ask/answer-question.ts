import { recordQuestion } from '../audited.ts';
import { answer, type Handling } from '../handling.ts';
import { answeredElsewhere, askHelp, notUnderstood, readAs } from '../messages/ask.ts';
import type { SlackMessage } from '../messages/message.ts';
import { outcomeOf } from '../outcome-of.ts';
import type { Registration } from '../registration.ts';
import { commandFor } from './intent-command.ts';
import { type Question, readQuestion } from './question.ts';

/** Where an answer goes. */
interface Place {
  /** Where it is shown to the asker alone; null: their direct messages. */
  readonly channelId: string | null;
  /** Why it is not shown where the question was asked. */
  readonly reason: string | null;
}

/** Answers a message to the app once, as the commands do; all other messages are passed over. */
export async function answerQuestion(registration: Registration, body: unknown): Promise<void> {
  const question = readQuestion(body, registration.botUserId());
  if (question === null || (await registration.deliveries.isKnown(question.key))) return;
  const placing = placeOf(registration, question);
  const outcome = await outcomeOf(registration, question.request, {
    fresh: false,
    work: async (handling) => {
      const [shown, { reason }] = await Promise.all([answerOf(handling, question.text), placing]);
      return answer(reason === null ? shown : answeredElsewhere(shown, reason));
    },
  });
  const { channelId } = await placing;
  if (outcome !== null) await registration.surfaces.show({ ...question.request, channelId }, outcome);
}

/** What the command of this meaning answers; nothing is shown before it is kept that it was asked. */
async function answerOf(handling: Handling, text: string): Promise<SlackMessage> {
  const { ctx, deps } = handling;
  const intent = text === '' ? ({ kind: 'help' } as const) : await deps.understandQuestion({ ctx, input: { text } });
  const asked = intent === null ? null : commandFor(intent);
  const line = asked === null ? null : `${asked.command.name} ${asked.text}`.trim();
  const [shown] = await Promise.all([
    asked === null ? null : asked.command.run(handling, asked.text),
    recordQuestion(handling, text, line),
  ]);
  if (shown !== null && line !== null) return readAs(shown, line);
  return intent === null ? notUnderstood(text) : askHelp();
}

/** Nothing about accounts is written into a channel that is shared with others, not even for one person. */
async function placeOf({ deps, log }: Registration, { channelId }: Question): Promise<Place> {
  if (channelId === null) return { channelId: null, reason: null };
  try {
    const verdict = await deps.checkChannel(channelId);
    return verdict.allowed ? { channelId, reason: null } : { channelId: null, reason: verdict.reason };
  } catch (error) {
    log.info({ reason: error instanceof Error ? error.name : 'unknown' }, 'a channel could not be looked up');
    return { channelId: null, reason: 'the channel could not be looked up' };
  }
}
