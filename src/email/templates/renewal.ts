import { dayLabel } from '../day.ts';
import type { DraftNames } from '../draft-facts.ts';
import { activityText, departmentsText, goalText, observation, workflowText } from '../observation.ts';
import { fixedText, greet, product } from '../phrases.ts';
import { priceText } from '../price-text.ts';
import type { BucketTemplates } from './template.ts';

function renewalText(facts: DraftNames & { readonly renewalDate?: string }, otherwise: string): string {
  return facts.renewalDate ? `your renewal is on ${dayLabel(facts.renewalDate, facts.asOf)}.` : otherwise;
}

function sentence(text: string | undefined): string | undefined {
  return text && `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The renewal is near: the numbers first, then one offer. */
export const renewal = {
  admin: [
    {
      name: 'team_view',
      label: 'The date, and the team-level view',
      subject: (facts) => `Preparing the renewal of ${facts.accountName}`,
      body: (facts) => [
        [
          greet(facts, renewalText(facts, `I am preparing the renewal of ${facts.accountName}.`)),
          sentence(activityText(facts)),
          departmentsText(facts),
          facts.fixedIssues && `On our side: ${fixedText(facts.fixedIssues, facts.asOf)}.`,
        ],
        [
          `Shall we look at the team-level view together, so that the plan fits? ${facts.meetingMinutes} minutes are enough.`,
        ],
      ],
    },
  ],
  key_contact: [
    {
      name: 'wishes',
      label: 'What should be better next year',
      subject: (facts) => `What should be better in ${product(facts)}?`,
      body: (facts) => [
        [
          greet(
            facts,
            facts.ownWork
              ? `you set up ${facts.ownWork}.`
              : observation(facts, `you know ${product(facts)} at ${facts.accountName} from daily work.`),
          ),
          facts.ownWork && workflowText(facts),
          'Which one thing should work better for your team? I will bring it to the people who build it.',
        ],
      ],
    },
  ],
  exec: [
    {
      name: 'outcome',
      label: 'Outcome against their goal',
      subject: (facts) => `Before the renewal of ${facts.accountName}`,
      body: (facts) => [
        [
          greet(facts, renewalText(facts, `I am preparing the renewal of ${facts.accountName}.`)),
          facts.goal ? sentence(goalText(facts)) : null,
          workflowText(facts),
          facts.contractPrice && `Your current price is ${priceText(facts.contractPrice)}.`,
          `I can show what was reached and what is left in ${facts.meetingMinutes} minutes. Would that be worth your time?`,
        ],
      ],
    },
  ],
  procurement: [
    {
      name: 'options',
      label: 'The date, the numbers, before-and-after bills',
      subject: (facts) =>
        facts.renewalDate
          ? `Renewal of ${facts.accountName} on ${dayLabel(facts.renewalDate, facts.asOf)}`
          : `Planning numbers for ${facts.accountName}`,
      body: (facts) => [
        [
          greet(facts, renewalText(facts, `I am your contact for the contract of ${facts.accountName}.`)),
          facts.contractPrice && `Your current price is ${priceText(facts.contractPrice)}.`,
          sentence(activityText(facts)),
        ],
        [
          'I can send seats and people active by month, and options with the bill before and after, so you can plan spend.',
          'Shall I send them to you?',
        ],
      ],
    },
  ],
} satisfies BucketTemplates;
