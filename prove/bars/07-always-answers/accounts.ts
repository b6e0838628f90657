import { Agent } from 'node:http';
import { send } from '../../stand/request.ts';

const DAY_MS = 86_400_000;
const DAYS = 20;
const ACCOUNTS = ['acme', 'megacorp', 'globex', 'initech'];

/** A few accounts with seats, people and something to say. */
export async function bringAccounts(url: string, secret: string): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (const account of ACCOUNTS) {
    const at = (daysAgo: number): string => new Date(Date.now() - daysAgo * DAY_MS).toISOString();
    const batch = [
      {
        event: 'seat_count_set',
        timestamp: at(DAYS),
        account_id: account,
        properties: { seat_count: 10, mrr: 750, currency: 'USD' },
      },
      ...Array.from({ length: DAYS }, (_, day) => ({
        event: 'report_viewed',
        timestamp: at(day),
        account_id: account,
        user_id: `${account}-${day % 3}`,
        message_id: `${account}-${day}`,
      })),
    ];
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const reply = await send({ url: `${url}/v1/events`, headers, body: JSON.stringify({ batch }), agent });
    if (reply.kind !== 'answer' || reply.status !== 200)
      throw new Error(`no accounts to ask about: ${JSON.stringify(reply)}`);
  }
  agent.destroy();
}
