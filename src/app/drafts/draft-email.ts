import { allowedFacts } from '../../email/allowed-facts.ts';
import { composeDraft } from '../../email/compose-draft.ts';
import type { DraftFacts } from '../../email/draft-facts.ts';
import { lintDraft } from '../../email/lint-draft.ts';
import { PERSONAS, refusalOf, templatesFor } from '../../email/templates/index.ts';
import { AppError } from '../../lib/errors.ts';
import { accountHealth } from '../accounts/account-health.ts';
import type { AccountRef } from '../accounts/account-ref.ts';
import type { ContactRef } from '../accounts/account-report.ts';
import type { Context } from '../context.ts';
import { accountOf } from '../judgements/judge.ts';
import { contactPausesOf, type PauseRef } from '../outreach/contact-pauses.ts';
import { contactFor, defaultPersona, draftBucket, draftKnownFacts } from './draft-facts.ts';
import { draftPersona } from './draft-persona.ts';
import { draftWarnings } from './draft-warnings.ts';

export interface DraftEmailInput {
  /** The vendor's own id. */
  readonly accountId: string;
  readonly persona?: string | undefined;
  readonly templateId?: string | undefined;
  readonly contactId?: string | undefined;
  readonly sender: { readonly name: string };
}

export interface EmailDraft {
  readonly account: AccountRef;
  /** What the draft is about. */
  readonly bucket: string;
  readonly persona: string;
  readonly personas: readonly string[];
  /** Wordings for this persona, the default first. */
  readonly templates: readonly { readonly id: string; readonly label: string }[];
  readonly templateId: string;
  readonly contacts: readonly ContactRef[];
  readonly contactId: string | null;
  /** Address to write to; null when there is nobody who may be written to. */
  readonly to: string | null;
  readonly subject: string;
  readonly body: string;
  readonly warnings: readonly string[];
  /** What speaks against writing at all; whoever writes all the same says why. */
  readonly pauses: readonly PauseRef[];
}

/**
 * An e-mail for a person to check, change and send; nothing is sent from here. Persona, wording and recipient have
 * defaults; a wording of another persona or occasion falls back to the default.
 * @throws AppError `not_found` for an unknown account or contact, `invalid` for an unknown persona.
 */
export async function draftEmail({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: DraftEmailInput;
}): Promise<EmailDraft> {
  return (await prepareDraft({ ctx, input })).draft;
}

/** The draft, and the facts that it was built from. */
export async function prepareDraft({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: DraftEmailInput;
}): Promise<{ readonly draft: EmailDraft; readonly facts: DraftFacts }> {
  const report = await accountHealth({ ctx, input: { accountId: input.accountId } });
  const { contacts } = report;
  const chosen = input.contactId === undefined ? undefined : findContact(contacts, input.contactId);
  const persona =
    input.persona === undefined ? (chosen?.persona ?? defaultPersona(contacts, PERSONAS)) : draftPersona(input.persona);
  const recipient = chosen ?? contactFor(contacts, persona) ?? null;
  const bucket = draftBucket(report);
  const templates = templatesFor(bucket, persona);
  const template = templates.find(({ id }) => id === input.templateId) ?? templates[0];
  const known = draftKnownFacts(report, { recipient, senderName: input.sender.name });
  const facts = allowedFacts({ persona, bucket: template.bucket, known });
  const { subject, body } = composeDraft({ facts, templateId: template.id });
  const { accountNo } = await accountOf(ctx, input.accountId);
  const refusal = refusalOf(bucket, persona);
  const draft: EmailDraft = {
    account: report.standing.account,
    bucket,
    persona,
    personas: PERSONAS,
    templates: templates.map(({ id, label }) => ({ id, label })),
    templateId: template.id,
    contacts,
    contactId: recipient?.contactId ?? null,
    to: recipient === null || recipient.optedOut ? null : recipient.email,
    subject,
    body,
    warnings: [
      ...(refusal === null ? [] : [refusal]),
      ...recipientWarnings(recipient, persona),
      ...draftWarnings(lintDraft({ subject, body, facts })),
    ],
    pauses: await contactPausesOf(ctx, accountNo, recipient),
  };
  return { draft, facts };
}

function findContact(contacts: readonly ContactRef[], contactId: string): ContactRef {
  const contact = contacts.find((candidate) => candidate.contactId === contactId);
  if (contact) return contact;
  throw new AppError('not_found', 'This contact is no longer known. Choose another recipient.');
}

function recipientWarnings(recipient: ContactRef | null, persona: string): string[] {
  const role = persona.replace('_', ' ');
  if (recipient === null) return [`No contact with an address is known as ${role}: look the recipient up yourself.`];
  const { email, name, optedOut } = recipient;
  const warnings: string[] = [];
  if (!optedOut && email === null) warnings.push(`No address is known for ${name}.`);
  if (recipient.persona !== persona) {
    warnings.push(`${name} is known as ${recipient.persona.replace('_', ' ')}, and this text is for ${role}.`);
  }
  return warnings;
}
