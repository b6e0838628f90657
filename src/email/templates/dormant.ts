import { goalText, observation, workflowText } from '../observation.ts';
import { counted, greet, meeting, product } from '../phrases.ts';
import { atRisk } from './at-risk.ts';
import type { BucketTemplates } from './template.ts';

/** Few people from the start: offer to set the first thing up. */
export const dormant = {
  admin: [
    {
      name: 'invitations',
      label: 'Open invitations, and a short set-up',
      subject: (facts) => `A first set-up for ${facts.accountName}`,
      body: (facts) => [
        [
          greet(
            facts,
            facts.seatsAvailableToInvite
              ? `you have ${counted(facts.seatsAvailableToInvite, 'open invitation', 'open invitations')} on your plan.`
              : observation(facts, `I look after ${facts.accountName} and have a suggestion for a start.`),
          ),
          `One thing that a team shares is a good start; it takes about ${facts.setupMinutes} minutes to set up.`,
          'Shall I prepare it for you?',
        ],
      ],
    },
    {
      name: 'workflow',
      label: 'Build on what they already do',
      subject: (facts) => `A next step for ${facts.accountName}`,
      body: (facts) => [
        [
          greet(facts, workflowText(facts) ?? observation(facts, `I look after ${facts.accountName} here.`)),
          'Is there a second team that does similar work?',
          facts.seatsAvailableToInvite
            ? `${counted(facts.seatsAvailableToInvite, 'seat is', 'seats are')} available to invite them, and I can prepare the set-up.`
            : 'I can prepare the set-up for them.',
        ],
      ],
    },
  ],
  key_contact: [
    {
      name: 'start',
      label: 'What they wanted to start with',
      subject: (facts) => `Where to start with ${product(facts)}`,
      body: (facts) => [
        [
          greet(
            facts,
            facts.ownWork
              ? `you set up ${facts.ownWork}.`
              : observation(facts, `you are my contact for ${product(facts)} at ${facts.accountName}.`),
          ),
          `What should your team be able to do with it first? I can prepare that in ${facts.setupMinutes} minutes and send it to you.`,
        ],
      ],
    },
  ],
  exec: [
    {
      name: 'purpose',
      label: 'What it was bought for',
      subject: (facts) => `What ${facts.accountName} wants from ${product(facts)}`,
      body: (facts) => [
        [
          greet(facts, goalText(facts) ?? observation(facts, `I look after ${facts.accountName} here.`)),
          facts.goal
            ? 'Is that still the goal? If it moved, I will adapt the plan.'
            : `Which result should ${product(facts)} bring this year?`,
          `I can show a short plan in ${meeting(facts)}.`,
        ],
      ],
    },
  ],
  procurement: atRisk.procurement,
} satisfies BucketTemplates;
