import { createHmac, randomBytes } from 'node:crypto';
import type { SlackStandIn } from '../slack-stand-in.ts';

export interface Asked {
  /** Milliseconds from sending the request to Slack's 200. */
  readonly ackMs: number[];
  /** Milliseconds from sending the request to the first text that answers it. */
  readonly textMs: number[];
}

export interface Question {
  readonly command: string;
  readonly text: string;
  /** A part of every right answer: an apology must not count as fast. */
  readonly expects: string;
}

interface Target {
  readonly url: string;
  readonly secret: string;
  readonly slack: SlackStandIn;
}

/** Signed slash commands over HTTP from so many askers at a time, each waiting for its answer before the next. */
export async function ask(target: Target, questions: readonly Question[], askers: number): Promise<Asked> {
  const asked: Asked = { ackMs: [], textMs: [] };
  const left = questions.values();
  const asker = async (id: number): Promise<void> => {
    for (const question of left) {
      const { ackMs, textMs } = await askOnce(target, question, `U0OWNER${id}`);
      asked.ackMs.push(ackMs);
      asked.textMs.push(textMs);
    }
  };
  await Promise.all(Array.from({ length: askers }, (_, id) => asker(id)));
  return asked;
}

async function askOnce({ url, secret, slack }: Target, question: Question, userId: string) {
  const expected = slack.expectAnswer();
  const body = new URLSearchParams({
    command: question.command,
    text: question.text,
    user_id: userId,
    team_id: 'T0BENCH',
    channel_id: 'C0BENCH',
    trigger_id: `1.2.${randomBytes(8).toString('hex')}`,
    response_url: expected.url,
  }).toString();
  const at = Math.floor(Date.now() / 1000);
  const mac = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${mac}`,
  };
  const started = performance.now();
  const response = await fetch(`${url}/slack/events`, { method: 'POST', body, headers });
  await response.text();
  const ackMs = performance.now() - started;
  const answer = await expected.answer;
  if (response.status !== 200 || !answer.text.includes(question.expects)) {
    const asked = `${question.command} ${question.text}`;
    throw new Error(`${asked} answered ${response.status} with: ${answer.text.slice(0, 200)}`);
  }
  return { ackMs, textMs: answer.at - started };
}
