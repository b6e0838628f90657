import type { Day } from '../domain/day.ts';
import type { StoryMaker } from './calm-stories.ts';
import { companyName } from './company-names.ts';
import type { DemoAccount } from './demo-account.ts';
import { generatedAccount } from './generated-account.ts';
import { createRandom } from './random.ts';
import { recipeAccounts } from './recipe-accounts.ts';
import { STORY_LINES } from './stories.ts';
import { COLLEAGUES } from './team.ts';

export interface DemoPortfolio {
  /** Local midnight before this day is when the published facts of the five recipe accounts hold. */
  readonly today: Day;
  /** IANA zone in which days begin and people work. */
  readonly timeZone: string;
  /** The five recipe accounts first. */
  readonly accounts: readonly DemoAccount[];
}

/** Coprime to the number of companies: neighbours in the list get unlike stories. */
const COMPANY_STEP = 7;

/** The account that tells a story, by its place among those with the same one. @throws Error when there is none. */
export function storyAccountId(make: StoryMaker, index: number): string {
  const line = STORY_LINES.findIndex((entry) => entry.make === make && entry.index === index);
  if (line < 0) throw new Error(`The demo has no account ${index} of this story.`);
  return companyName(line * COMPANY_STEP).accountId;
}

/** The whole demo portfolio; the same day and zone give the same one, byte for byte. */
export function demoPortfolio({ today, timeZone }: { today: Day; timeZone: string }): DemoPortfolio {
  const generated = STORY_LINES.map(({ make, index }, line) => {
    const company = companyName(line * COMPANY_STEP);
    const random = createRandom(company.accountId);
    const owner = COLLEAGUES[line % COLLEAGUES.length] ?? COLLEAGUES[0];
    return generatedAccount(company, make(random, index), owner.email, today);
  });
  return { today, timeZone, accounts: [...recipeAccounts(), ...generated] };
}

/** Units of the reporting currency for one unit, constant over the demo's history. */
export const DEMO_FX_RATES = { EUR: '1.08', GBP: '1.27', JPY: '0.0067' } as const;
