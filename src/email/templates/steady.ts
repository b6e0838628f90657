import { departmentsText, goalText, observation, workflowText } from '../observation.ts';
import { fixedText, greet, product } from '../phrases.ts';
import { atRisk } from './at-risk.ts';
import type { BucketTemplates } from './template.ts';

/** Nothing is wrong: one observation, one open question. */
export const steady = {
  admin: [
    {
      name: 'check_in',
      label: 'What we see, and what is next',
      subject: (facts) => `${facts.accountName} and ${product(facts)}: what is next`,
      body: (facts) => [
        [
          greet(facts, observation(facts, `I look after ${facts.accountName} and plan the next months.`)),
          departmentsText(facts),
          facts.fixedIssues && `On our side: ${fixedText(facts.fixedIssues, facts.asOf)}.`,
          'What are your teams planning next? If there is something I can prepare for it, tell me.',
        ],
      ],
    },
  ],
  key_contact: [
    {
      name: 'feedback',
      label: 'One thing to improve',
      subject: (facts) => `One thing to improve in ${product(facts)}`,
      body: (facts) => [
        [
          greet(
            facts,
            facts.ownWork
              ? `you set up ${facts.ownWork}.`
              : observation(facts, `you know ${product(facts)} at ${facts.accountName} from daily work.`),
          ),
          'What is the one thing that costs your team time in it? I will take it to the people who build it.',
        ],
      ],
    },
  ],
  exec: [
    {
      name: 'summary',
      label: 'Offer a one-page summary',
      subject: (facts) => `What ${facts.accountName} does with ${product(facts)}`,
      body: (facts) => [
        [
          greet(facts, goalText(facts) ?? workflowText(facts) ?? `I look after ${facts.accountName} here.`),
          facts.goal && workflowText(facts),
          'I can send a one-page summary for your planning. Would that be useful?',
        ],
      ],
    },
  ],
  procurement: atRisk.procurement,
} satisfies BucketTemplates;
