import * as calm from './calm-stories.ts';
import * as troubled from './troubled-stories.ts';

interface Chapter {
  readonly accounts: number;
  readonly make: calm.StoryMaker;
}

/** How many accounts tell which story: about six in ten are well. */
const CHAPTERS: readonly Chapter[] = [
  { accounts: 44, make: calm.steady },
  { accounts: 4, make: calm.large },
  { accounts: 12, make: calm.atCeiling },
  { accounts: 5, make: calm.everyDay },
  { accounts: 4, make: calm.holiday },
  { accounts: 3, make: calm.fortnightly },
  { accounts: 5, make: calm.ramping },
  { accounts: 4, make: calm.small },
  { accounts: 6, make: calm.onboarding },
  { accounts: 4, make: troubled.troubled },
  { accounts: 8, make: troubled.declining },
  { accounts: 2, make: troubled.sudden },
  { accounts: 3, make: troubled.silent },
  { accounts: 1, make: troubled.returned },
  { accounts: 6, make: troubled.dormant },
  { accounts: 4, make: troubled.renewalAtRisk },
  { accounts: 2, make: troubled.cancelling },
  { accounts: 2, make: troubled.pastDue },
  { accounts: 2, make: troubled.noSignal },
  { accounts: 1, make: troubled.noSeats },
  { accounts: 2, make: troubled.usageBased },
  { accounts: 3, make: troubled.trial },
  { accounts: 1, make: troubled.cancelled },
  { accounts: 2, make: troubled.notPaying },
  { accounts: 1, make: troubled.paidAgain },
];

/** One entry per generated account: its story and its place among the accounts with the same one. */
export const STORY_LINES: readonly { readonly make: calm.StoryMaker; readonly index: number }[] = CHAPTERS.flatMap(
  ({ accounts, make }) => Array.from({ length: accounts }, (_, index) => ({ make, index })),
);
