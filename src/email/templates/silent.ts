import type { FactsFor } from '../draft-facts.ts';
import { goalText } from '../observation.ts';
import { fixedText, greet, incidentText, product } from '../phrases.ts';
import { incident } from './incident.ts';
import type { BucketTemplates } from './template.ts';

function quiet(facts: FactsFor<'admin'> | FactsFor<'exec'>): string {
  return `I see no activity of ${facts.accountName} in ${product(facts)} lately.`;
}

/** No activity at all after there was some: our fault is considered first, and nothing is asked of the contact. */
export const silent = {
  admin: [
    {
      name: 'is_it_us',
      label: 'Nothing arrives; is it on our side',
      subject: (facts) => `Does ${product(facts)} work for you at ${facts.accountName}?`,
      body: (facts) => [
        [
          greet(facts, quiet(facts)),
          facts.incident && incidentText(facts.incident, facts.asOf),
          facts.fixedIssues && `Your tickets: ${fixedText(facts.fixedIssues, facts.asOf)}.`,
          'If something on our side keeps you out, a one-line reply is enough and I will see to it.',
        ],
      ],
    },
  ],
  key_contact: incident.key_contact,
  exec: [
    {
      name: 'still_goal',
      label: 'Is the goal still there',
      subject: (facts) => `${facts.accountName} and ${product(facts)}`,
      body: (facts) => [
        [
          greet(facts, goalText(facts) ?? quiet(facts)),
          facts.goal && quiet(facts),
          facts.incident && incidentText(facts.incident, facts.asOf),
          'Has the work moved elsewhere, or is something on our side in the way? A line is enough.',
        ],
      ],
    },
  ],
  procurement: {
    refused: 'Procurement reads nothing of use, tickets or incidents: write to the admin or the key contact.',
  },
} satisfies BucketTemplates;
