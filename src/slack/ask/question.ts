import { z } from 'zod';
import { LONGEST_QUESTION } from '../../domain/ask/intent.ts';
import { cleanText } from '../mrkdwn.ts';
import type { SlackRequest } from '../slack-request.ts';
import { plainQuestion } from './plain-question.ts';

const MOST_TYPED = 4 * LONGEST_QUESTION;
const SLACKBOT = 'USLACKBOT';

const text = z.string().overwrite((written) => written.replaceAll('\u0000', ''));
const questionSchema = z.object({
  event: z.object({
    type: z.enum(['app_mention', 'message']),
    channel_type: z.string().optional(),
    channel: z.string().min(1),
    user: z.string().min(1),
    text: text.default(''),
    ts: z.string().min(1).max(40),
    thread_ts: z.string().max(40).optional(),
    subtype: z.string().optional(),
    hidden: z.boolean().optional(),
    bot_id: z.string().nullish(),
    bot_profile: z.unknown().optional(),
    edited: z.unknown().optional(),
  }),
});

/** What somebody asked in words: by mentioning the app in a channel, or in their direct messages with it. */
export interface Question {
  readonly request: SlackRequest;
  /** One line, without the mention of the app. */
  readonly text: string;
  /** The channel in which others read along; null in the asker's direct messages. */
  readonly channelId: string | null;
  /** Of the message: Slack may tell of it more than once. */
  readonly key: string;
}

/**
 * A message of a person to the app; null for all others: what programs say, what was changed, deleted or sent along
 * to a channel, and what is not for the app.
 */
export function readQuestion(body: unknown, botUserId: string | null): Question | null {
  const event = questionSchema.safeParse(body).data?.event;
  if (event === undefined) return null;
  const { bot_id: botId, bot_profile: profile, channel, edited, hidden, subtype, thread_ts: threadTs, user } = event;
  const isMention = event.type === 'app_mention';
  const isDirect = isMention ? channel.startsWith('D') : event.channel_type === 'im';
  const byProgram = botId != null || profile != null || user === botUserId || user === SLACKBOT;
  const changed = subtype !== undefined || hidden === true || edited != null;
  if (!(isDirect || isMention) || byProgram || changed) return null;
  const typed = plainQuestion(event.text.slice(0, MOST_TYPED), botUserId);
  return {
    text: cleanText(typed).slice(0, LONGEST_QUESTION),
    channelId: isDirect ? null : channel,
    key: `said:${channel}:${event.ts}`,
    request: {
      userId: user,
      channelId: null,
      responseUrl: null,
      triggerId: null,
      ephemeral: true,
      view: null,
      target: isMention ? 'app_mention' : 'message.im',
      value: typed,
      threadTs: isDirect ? null : (threadTs ?? null),
    },
  };
}
