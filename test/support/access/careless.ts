import { member } from '../fake-slack.ts';
import type { Harness } from '../slack-harness.ts';
import { startTable } from './table.ts';

/** The app as if nobody looked who asks and where it posts: Slack calls everybody a member, and every channel will do. */
export async function startCarelessTable(): Promise<Harness> {
  const harness = await startTable({ checkChannel: async () => ({ allowed: true }) });
  harness.slack.answer('users.info', ({ args: { user } }) => ({
    ok: true,
    user: member(String(user), { real_name: `Asker ${user}` }),
  }));
  return harness;
}
