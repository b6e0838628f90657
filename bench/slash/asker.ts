import { createHmac, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import type { SlackStandIn } from '../slack-stand-in.ts';

export interface AskTarget {
  readonly port: number;
  readonly secret: string;
  /** Where the product sends its answer; null: the answer is in the reply itself. */
  readonly slack: SlackStandIn | null;
}

export interface AskedTimes {
  /** Milliseconds until the request was answered with 200. */
  readonly ackMs: number[];
  /** Milliseconds until the text about the account was there. */
  readonly answerMs: number[];
  readonly seconds: number;
}

/** `/health NAME` for each name, signed, from so many askers at a time, each waiting for the answer before the next. */
export async function askHealth(target: AskTarget, names: readonly string[], askers: number): Promise<AskedTimes> {
  const agent = new Agent({ keepAlive: true, maxSockets: askers });
  const left = names.values();
  const ackMs: number[] = [];
  const answerMs: number[] = [];
  const started = performance.now();
  const asker = async (id: number): Promise<void> => {
    for (const name of left) {
      const times = await askOnce(target, agent, { name, userId: `U0OWNER${id}` });
      ackMs.push(times.ack);
      answerMs.push(times.answer);
    }
  };
  await Promise.all(Array.from({ length: askers }, (_, id) => asker(id)));
  agent.destroy();
  return { ackMs, answerMs, seconds: (performance.now() - started) / 1000 };
}

async function askOnce(target: AskTarget, agent: Agent, who: { readonly name: string; readonly userId: string }) {
  const expected = target.slack?.expectAnswer();
  const body = bodyOf(who, expected?.url ?? '');
  const started = performance.now();
  const text = await post(target, agent, body);
  const ack = performance.now() - started;
  const answer = expected === undefined ? { at: performance.now(), text } : await expected.answer;
  // An apology must not count as fast.
  if (!answer.text.includes(who.name)) throw new Error(`/health ${who.name}: ${answer.text.slice(0, 200)}`);
  return { ack, answer: answer.at - started };
}

function bodyOf({ name, userId }: { readonly name: string; readonly userId: string }, responseUrl: string): string {
  return new URLSearchParams({
    command: '/health',
    text: name,
    user_id: userId,
    team_id: 'T0BENCH',
    channel_id: 'C0BENCH',
    trigger_id: `1.2.${randomBytes(8).toString('hex')}`,
    response_url: responseUrl,
  }).toString();
}

function post({ port, secret }: AskTarget, agent: Agent, body: string): Promise<string> {
  const at = Math.floor(Date.now() / 1000);
  const mac = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `v0=${mac}`,
  };
  return new Promise((done, fail) => {
    const options = { host: '127.0.0.1', port, path: '/slack/events', method: 'POST', agent, headers };
    request(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('error', fail);
      response.on('end', () => (response.statusCode === 200 ? done(text) : fail(new Error(text || 'not answered'))));
    })
      .on('error', fail)
      .end(body);
  });
}
