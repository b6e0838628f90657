import { goalText, observation } from '../observation.ts';
import { counted, greet, meeting, product } from '../phrases.ts';
import { atRisk } from './at-risk.ts';
import type { BucketTemplates } from './template.ts';

/** The first weeks: what is there, and the next step. */
export const onboarding = {
  admin: [
    {
      name: 'first_steps',
      label: 'Who is in, and who comes next',
      subject: (facts) => `First steps with ${product(facts)}`,
      body: (facts) => [
        [
          greet(facts, observation(facts, `${facts.accountName} is new here, and I am your contact.`)),
          facts.seatsAvailableToInvite
            ? `${counted(facts.seatsAvailableToInvite, 'invitation is', 'invitations are')} still available for your plan.`
            : null,
          `Who should come next? I can prepare a ${facts.setupMinutes}-minute set-up for them.`,
        ],
      ],
    },
  ],
  key_contact: [
    {
      name: 'first_result',
      label: 'The first thing that should work',
      subject: (facts) => `Your first result with ${product(facts)}`,
      body: (facts) => [
        [
          greet(
            facts,
            facts.ownWork
              ? `you set up ${facts.ownWork}, a good start.`
              : observation(facts, `${facts.accountName} is new here, and I am your contact.`),
          ),
          facts.openTickets &&
            `Open on our side: ${facts.openTickets.map(({ subject }) => `“${subject}”`).join(', ')}.`,
          'What should work next? I can prepare it and send it to you.',
        ],
      ],
    },
  ],
  exec: [
    {
      name: 'expectation',
      label: 'What success would look like',
      subject: (facts) => `What success looks like for ${facts.accountName}`,
      body: (facts) => [
        [
          greet(facts, goalText(facts) ?? `${facts.accountName} is new here, and I am your contact.`),
          facts.goal
            ? 'How will you know that it is reached?'
            : `What should ${product(facts)} have changed by the end of the year?`,
          `A line is enough, or ${meeting(facts)} if you prefer to talk.`,
        ],
      ],
    },
  ],
  procurement: atRisk.procurement,
} satisfies BucketTemplates;
