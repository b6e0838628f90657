import type { FactsFor } from '../draft-facts.ts';
import { goalText, observation, workflowText } from '../observation.ts';
import { counted, greet, grouped, product } from '../phrases.ts';
import type { BucketTemplates } from './template.ts';

function full(facts: FactsFor<'admin'> | FactsFor<'key_contact'> | FactsFor<'procurement'>): string | undefined {
  const { seatsInUse: used, seatsPaid: paid } = facts;
  if (used === undefined || !paid) return undefined;
  return `${grouped(used)} of ${counted(paid, 'seat', 'seats')} in use`;
}

/** At the ceiling: offer a preview, never a price of our own making. */
export const expansion = {
  admin: [
    {
      name: 'preview',
      label: 'The team is full; offer a preview',
      subject: (facts) => `Room for new people at ${facts.accountName}`,
      body: (facts) => [
        [
          greet(
            facts,
            full(facts)
              ? `looks like the team is full: ${full(facts)}.`
              : observation(facts, `looks like the team at ${facts.accountName} is nearly full.`),
          ),
          'If new people are joining, I can prepare a preview of the prorated cost.',
          'Would that help?',
        ],
      ],
    },
  ],
  key_contact: [
    {
      name: 'who_waits',
      label: 'Is somebody waiting for access',
      subject: (facts) => `Is somebody waiting for ${product(facts)}?`,
      body: (facts) => [
        [
          greet(
            facts,
            full(facts)
              ? `your team is well at home: ${full(facts)}.`
              : observation(facts, `your team at ${facts.accountName} is well at home in ${product(facts)}.`),
          ),
          'Is somebody waiting for access? If so, tell me who decides on it, and I will prepare what they need.',
        ],
      ],
    },
  ],
  exec: [
    {
      name: 'result',
      label: 'What the team reached, and the next step',
      subject: (facts) => `What ${facts.accountName} reached with ${product(facts)}`,
      body: (facts) => [
        [
          greet(
            facts,
            workflowText(facts) ?? goalText(facts) ?? `your team uses ${product(facts)} nearly to the full.`,
          ),
          facts.workflow && facts.goal && `Your goal was “${facts.goal}”.`,
          `Is there another team that should work the same way? I can show what it would take in ${facts.meetingMinutes} minutes.`,
        ],
      ],
    },
  ],
  procurement: [
    {
      name: 'preview',
      label: 'Offer a preview for planning',
      subject: (facts) => `Seats at ${facts.accountName}`,
      body: (facts) => [
        [
          greet(
            facts,
            full(facts)
              ? `for your planning: ${full(facts)} at ${facts.accountName}.`
              : `the plan of ${facts.accountName} is close to full.`,
          ),
          'If more people are planned, I can send a preview with the bill before and after, so that nothing comes as a surprise.',
          'Shall I?',
        ],
      ],
    },
  ],
} satisfies BucketTemplates;
