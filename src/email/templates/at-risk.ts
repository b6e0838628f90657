import type { FactsFor } from '../draft-facts.ts';
import { activityText, departmentsText, goalText, observation, workflowText } from '../observation.ts';
import { fixedText, greet, incidentText, meeting, product, quoted } from '../phrases.ts';
import type { BucketTemplates } from './template.ts';

function onOurSide(facts: FactsFor<'admin'>): string {
  const { fixedIssues, openTickets, asOf } = facts;
  if (fixedIssues) return `something on our side (${fixedText(fixedIssues, asOf)})`;
  if (openTickets) return `something on our side (${quoted(openTickets)}, still open)`;
  return 'something on our side';
}

/** Fewer people than before: ask what changed, and name what we did ourselves. */
export const atRisk = {
  admin: [
    {
      name: 'activity',
      label: 'People then and now, and a talk',
      subject: (facts) => `How ${facts.accountName} works with ${product(facts)}`,
      body: (facts) => [
        [
          greet(
            facts,
            observation(facts, `I have been looking at how ${facts.accountName} works with ${product(facts)}.`),
          ),
          `I'd like to understand which teams changed how they work, and whether ${onOurSide(facts)} got in the way.`,
          `Could we take ${meeting(facts)}?`,
          "I'll bring the team-level view so you can see it too.",
        ],
      ],
    },
    {
      name: 'support',
      label: 'What we fixed, and a question',
      subject: (facts) => (facts.fixedIssues ? `Fixed for ${facts.accountName}` : `A question about ${product(facts)}`),
      body: (facts) => [
        [
          greet(
            facts,
            facts.fixedIssues
              ? `an update on what you reported: ${fixedText(facts.fixedIssues, facts.asOf)}.`
              : observation(facts, `I look after ${facts.accountName} here.`),
          ),
          facts.incident && incidentText(facts.incident, facts.asOf),
          facts.openTickets && `Still open: ${quoted(facts.openTickets)}.`,
        ],
        ['Is anything else in the way of your team? A one-line answer is enough.'],
      ],
    },
  ],
  key_contact: [
    {
      name: 'own_work',
      label: 'Their own work, and who owns it now',
      subject: (facts) => (facts.ownWork ? `Is ${facts.ownWork} still yours?` : `A question about ${product(facts)}`),
      body: (facts) => [
        facts.ownWork
          ? [
              greet(facts, `you set up ${facts.ownWork}.`),
              workflowText(facts),
              'Is that still yours, or should I talk to somebody else?',
            ]
          : [
              greet(
                facts,
                observation(facts, `you have been my contact for ${product(facts)} at ${facts.accountName}.`),
              ),
              'Is that still yours, or should I talk to somebody else?',
            ],
      ],
    },
    {
      name: 'what_changed',
      label: 'What changed in the team',
      subject: (facts) => `What changed at ${facts.accountName}?`,
      body: (facts) => [
        [
          greet(
            facts,
            observation(facts, `I have been looking at how ${facts.accountName} works with ${product(facts)}.`),
          ),
          departmentsText(facts),
          facts.fixedIssues && `On our side: ${fixedText(facts.fixedIssues, facts.asOf)}.`,
          'What would make it useful to your team again? A short reply helps as much as a call.',
        ],
      ],
    },
  ],
  exec: [
    {
      name: 'goal',
      label: 'Their goal, and a short plan',
      subject: (facts) => `Your goal with ${product(facts)}`,
      body: (facts) => [
        [
          greet(
            facts,
            goalText(facts) ??
              workflowText(facts) ??
              `I look after ${facts.accountName} and would like to know what you expect of ${product(facts)}.`,
          ),
          facts.goal && workflowText(facts),
          facts.incident && incidentText(facts.incident, facts.asOf),
          facts.goal
            ? 'I have a short plan for the part that is still open.'
            : 'I can bring a short plan that fits your priorities.',
          `Worth ${facts.meetingMinutes} minutes?`,
        ],
      ],
    },
  ],
  procurement: [
    {
      name: 'contact',
      label: 'Offer the numbers for planning',
      subject: (facts) => `Planning numbers for ${facts.accountName}`,
      body: (facts) => [
        [
          greet(
            facts,
            activityText(facts) ??
              `I am your contact for the ${facts.productName ?? 'current'} contract of ${facts.accountName}.`,
          ),
          'If it helps your planning, I can send seats and people active by month.',
          'Shall I?',
        ],
      ],
    },
  ],
} satisfies BucketTemplates;
