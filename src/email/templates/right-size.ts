import { dayLabel } from '../day.ts';
import type { FactsFor } from '../draft-facts.ts';
import { activityText, departmentsText } from '../observation.ts';
import { counted, greet, grouped, meeting } from '../phrases.ts';
import { priceText } from '../price-text.ts';
import type { BucketTemplates } from './template.ts';

type Asking = FactsFor<'admin'> | FactsFor<'key_contact'> | FactsFor<'exec'> | FactsFor<'procurement'>;

function answer(facts: Asking): string {
  const { seatsInUse: used, seatsPaid: paid, accountName, asOf } = facts;
  if (used !== undefined && paid !== undefined) {
    return `you asked about your seats: ${grouped(used)} of ${counted(paid, 'seat', 'seats')} at ${accountName} were in use in the month up to ${dayLabel(asOf, asOf)}.`;
  }
  const activity = activityText(facts);
  return activity ? `you asked about your seats: ${activity}` : `you asked about the seats of ${accountName}.`;
}

function offer(facts: { readonly renewalDate?: string; readonly asOf: string }): string {
  const when = facts.renewalDate ? `at the renewal on ${dayLabel(facts.renewalDate, facts.asOf)}` : 'at the renewal';
  return `If fewer seats fit better, we can adjust the number ${when}.`;
}

/** The customer asked for their numbers or for fewer seats: the truth, and a number that fits. */
export const rightSize = {
  admin: [
    {
      name: 'answer',
      label: 'Answer in full, offer a number that fits',
      subject: (facts) => `Seats of ${facts.accountName}: your question`,
      body: (facts) => [
        [greet(facts, answer(facts)), departmentsText(facts), offer(facts)],
        [
          `Shall we agree on the number together? ${facts.meetingMinutes} minutes are enough, and I'll bring the view by team.`,
        ],
      ],
    },
  ],
  key_contact: [
    {
      name: 'answer',
      label: 'Answer in full, ask who decides',
      subject: (facts) => `Seats of ${facts.accountName}: your question`,
      body: (facts) => [
        [
          greet(facts, answer(facts)),
          departmentsText(facts),
          'If another number fits better, we can adjust it at the renewal. Who should I talk to about it?',
        ],
      ],
    },
  ],
  exec: [
    {
      name: 'answer',
      label: 'Answer in full, offer a number that fits',
      subject: (facts) => `Seats of ${facts.accountName}: your question`,
      body: (facts) => [
        [
          greet(facts, answer(facts)),
          facts.contractPrice && `Your current price is ${priceText(facts.contractPrice)}.`,
          offer(facts),
          `Could we settle it in ${meeting(facts)}?`,
        ],
      ],
    },
  ],
  procurement: [
    {
      name: 'answer',
      label: 'Answer in full, offer bills before and after',
      subject: (facts) => `Seats of ${facts.accountName}: your question`,
      body: (facts) => [
        [
          greet(facts, answer(facts)),
          facts.contractPrice && `Your current price is ${priceText(facts.contractPrice)}.`,
          offer(facts),
        ],
        ['I can send the bill before and after for the number you have in mind. Which one should I calculate?'],
      ],
    },
  ],
} satisfies BucketTemplates;
