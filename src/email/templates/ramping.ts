import type { FactsFor } from '../draft-facts.ts';
import { departmentsText, goalText, observation, workflowText } from '../observation.ts';
import { counted, greet, grouped, people, product } from '../phrases.ts';
import { atRisk } from './at-risk.ts';
import type { BucketTemplates } from './template.ts';

function filling(facts: FactsFor<'admin'> | FactsFor<'key_contact'>): string {
  const { activePeople: now, activePeopleBefore: before, newSeats, accountName } = facts;
  if (now && before && before.people < now) {
    return `your new seats are filling: ${people(now)} active, up from ${before.people === 0 ? 'none' : grouped(before.people)} in ${before.monthLabel}.`;
  }
  if (newSeats) return `you added ${counted(newSeats, 'seat', 'seats')} for ${accountName} lately.`;
  return observation(facts, `the plan of ${accountName} has room for new people.`);
}

/** Seats bought ahead: help them fill. */
export const ramping = {
  admin: [
    {
      name: 'filling',
      label: 'New seats fill; who comes next',
      subject: (facts) => `The next group at ${facts.accountName}`,
      body: (facts) => [
        [
          greet(facts, filling(facts)),
          departmentsText(facts),
          'Which group should come next? I can prepare their first set-up and a short introduction.',
        ],
      ],
    },
  ],
  key_contact: [
    {
      name: 'introduce',
      label: 'Help for the new people',
      subject: (facts) => `New people in ${product(facts)}`,
      body: (facts) => [
        [
          greet(facts, filling(facts)),
          facts.ownWork && `You set up ${facts.ownWork}; it would make a good example.`,
          `Shall I prepare a ${facts.setupMinutes}-minute introduction for the new people?`,
        ],
      ],
    },
  ],
  exec: [
    {
      name: 'progress',
      label: 'Progress towards their goal',
      subject: (facts) => `Progress at ${facts.accountName}`,
      body: (facts) => [
        [
          greet(
            facts,
            goalText(facts) ?? workflowText(facts) ?? `the plan of ${facts.accountName} has room for new people.`,
          ),
          facts.goal && workflowText(facts),
          'I can send a one-page summary of where the teams are. Would that be useful?',
        ],
      ],
    },
  ],
  procurement: atRisk.procurement,
} satisfies BucketTemplates;
