import { accountHealth } from '../../../src/app/accounts/account-health.ts';
import { findAccount } from '../../../src/app/accounts/find-account.ts';
import { suggestAccounts } from '../../../src/app/accounts/suggest-accounts.ts';
import { composeDigest } from '../../../src/app/digest/compose-digest.ts';
import { healthList } from '../../../src/app/portfolio/health-list.ts';
import { seatReport } from '../../../src/app/seats/seat-report.ts';
import { testContext } from '../../../test/support/context.ts';
import type { TestDatabase } from '../../../test/support/database.ts';
import { RECIPE_IDS } from '../../../test/support/portfolio.ts';
import { startHarness } from '../../../test/support/slack-harness.ts';

const OTHER_TEAM = 'T0OTHER';
/** Somebody of the home team would get numbers for each. */
const ASKED: readonly (readonly [command: string, text: string])[] = [
  ['/health', ''],
  ['/health', 'acme'],
  ['/utilization', ''],
  ['/utilization', 'mine'],
  ['/pulse', ''],
  ['/pulse', 'digest'],
];

/** Well signed commands of another team's people: what they were told of accounts, and whether anything was read for them. */
export async function askFromElsewhere({ pool }: TestDatabase, commands: number): Promise<string[]> {
  const reads = { findAccount, suggestAccounts, accountHealth, healthList, seatReport, composeDigest };
  const harness = await startHarness({}, [], () => undefined, { ctx: testContext(pool), deps: reads });
  const told = (texts: readonly string[]): string[] =>
    RECIPE_IDS.filter((id) => texts.some((text) => text.toLowerCase().includes(id)));
  let read = 0;
  const count = (): void => {
    read += 1;
  };
  const failures: string[] = [];
  try {
    // Somebody of the home team is answered, or else nothing is shown by silence.
    await harness.command('/health', '');
    await harness.slack.waitFor(() => harness.slack.of('response_url')[0]);
    if (told(JSON.stringify(harness.slack.calls).split('\n')).length === 0) failures.push('nobody is answered at all');
    pool.on('acquire', count);
    for (let done = 0; done < commands; done += 1) {
      const [command, text] = ASKED[done % ASKED.length] ?? ['/health', ''];
      harness.slack.reset();
      const reply = await harness.command(command, text, { team_id: OTHER_TEAM, user_id: `U0STRANGER${done % 7}` });
      await harness.slack.waitFor(() => harness.slack.of('response_url')[0]);
      const names = told([await reply.text(), JSON.stringify(harness.slack.calls)]);
      if (names.length > 0) failures.push(`"${command} ${text}" told another team of ${names.join(', ')}`);
    }
  } finally {
    pool.off('acquire', count);
    await harness.close();
  }
  return read === 0 ? failures : [...failures, `the database was asked ${read} times for another team`];
}
