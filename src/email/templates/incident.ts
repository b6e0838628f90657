import type { FactsFor } from '../draft-facts.ts';
import { fixedText, greet, incidentText, product, quoted } from '../phrases.ts';
import type { BucketTemplates, Template } from './template.ts';

type Served = FactsFor<'admin'> | FactsFor<'key_contact'> | FactsFor<'exec'>;

function subject(facts: Served): string {
  return facts.incident ? `Our apology to ${facts.accountName}` : `${facts.accountName} and ${product(facts)}`;
}

/** Apology, fact, fix; nothing is asked of somebody whom we let down. */
function body(facts: Served): readonly (readonly (string | null | undefined | false)[])[] {
  const { incident, fixedIssues, openTickets, asOf } = facts;
  const known = incident ?? fixedIssues ?? openTickets;
  return [
    [
      greet(
        facts,
        known
          ? 'I would like to apologise for the trouble you had with us.'
          : `if something on our side got in the way of your work at ${facts.accountName}, I am sorry.`,
      ),
      incident && incidentText(incident, asOf),
      fixedIssues && `Your tickets: ${fixedText(fixedIssues, asOf)}.`,
      openTickets && `Still open: ${quoted(openTickets)}.`,
    ],
    ['You need to do nothing. If you see it again, a reply to this mail reaches me.'],
  ];
}

const APOLOGY = { name: 'apology', label: 'Apology, fact and fix; no ask' };
const keyContact: Template<'key_contact'> = { ...APOLOGY, subject, body };

/** After an incident. */
export const incident = {
  admin: [{ ...APOLOGY, subject, body }],
  key_contact: [keyContact],
  exec: [{ ...APOLOGY, subject, body }],
  procurement: {
    refused: 'Procurement reads nothing of use, tickets or incidents: write to the admin or the key contact.',
  },
} satisfies BucketTemplates;
