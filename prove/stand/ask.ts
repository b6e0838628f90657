import { handOver } from './hand-over.ts';
import type { Reply } from './request.ts';
import type { ProveSlack } from './slack.ts';

export interface Asked {
  /** What Slack got for handing the command over. */
  readonly ack: Reply;
  readonly ackMs: number;
  /** Whether the person has been answered by now. */
  isAnswered(): boolean;
}

let asked = 0;

/** A signed slash command, as Slack sends it. The answer comes later, to the fake Slack. */
export async function ask(
  slack: ProveSlack,
  url: string,
  input: { readonly command: string; readonly text: string; readonly user: string; readonly channel: string },
): Promise<Asked> {
  asked += 1;
  const responseUrl = slack.responseUrl();
  const { pathname } = new URL(responseUrl);
  const before = slack.calls.length;
  const { ms: ackMs, reply: ack } = await handOver(url, {
    command: input.command,
    text: input.text,
    user_id: input.user,
    team_id: 'T0HOME',
    channel_id: input.channel,
    trigger_id: `${Date.now()}.${asked}`,
    response_url: responseUrl,
  });
  return { ack, ackMs, isAnswered: () => slack.calls.slice(before).some(({ path }) => path === pathname) };
}
