import type { AccountStanding } from '../../src/app/accounts/account-report.ts';
import type { DraftEmailInput, EmailDraft } from '../../src/app/drafts/draft-email.ts';
import type { SlackDeps } from '../../src/slack/deps.ts';
import type { KeptDraft } from '../../src/store/kept-drafts.ts';
import { OWN_SETTINGS } from './slack-book.ts';
import { settingsReport } from './slack-pulse.ts';

type OwnDeps = Pick<
  SlackDeps,
  'draftEmail' | 'keepDraft' | 'keptDraft' | 'continueDraft' | 'discardDraft' | 'setPreferences' | 'showSettings'
>;

/** A draft for every account, kept drafts and settings of people, in memory. */
export function ownDeps(
  standingOf: (accountId: string) => AccountStanding,
  decided: { verb: string; input: Readonly<Record<string, unknown>> }[],
): OwnDeps {
  const kept = new Map<string, KeptDraft>();
  const keyOf = (of: { readonly author: string; readonly persona: string; readonly accountId: string }): string =>
    `${of.author} ${of.persona} ${of.accountId}`;
  const draftEmail: OwnDeps['draftEmail'] = async ({ input }) => draftOf(standingOf(input.accountId), input);
  return {
    draftEmail,
    keepDraft: async ({ ctx, input }) => {
      const { author: _author, ...text } = input;
      kept.set(keyOf(input), { ...text, keptAt: ctx.now() });
      return { kept: true };
    },
    keptDraft: async ({ input }) => kept.get(keyOf(input)) ?? null,
    continueDraft: async ({ ctx, input }) => {
      const draft = await draftEmail({ ctx, input });
      const text = kept.get(keyOf(input)) ?? draft;
      return { draft, subject: text.subject, body: text.body };
    },
    discardDraft: async ({ ctx, input }) => {
      await draftEmail({ ctx, input: { ...input, sender: { name: '' } } });
      const state = kept.delete(keyOf(input)) ? 'changed' : 'unchanged';
      decided.push({ verb: 'discardDraft', input: { ...input } });
      return { state };
    },
    showSettings: async () => settingsReport(decided.at(-1)?.input['dmDigest'] === true),
    setPreferences: async ({ input }) => {
      decided.push({ verb: 'setPreferences', input: { ...input } });
      return OWN_SETTINGS;
    },
  };
}

function draftOf({ account, assessment }: AccountStanding, input: DraftEmailInput): EmailDraft {
  const { persona = 'admin', templateId = 'default' } = input;
  return {
    account,
    bucket: assessment.seats.bucket,
    persona,
    personas: ['admin', 'key_contact'],
    templates: [
      { id: 'default', label: 'Default' },
      { id: 'short', label: 'Short' },
    ],
    templateId,
    contacts: [{ contactId: 'c1', name: 'Priya', email: 'priya@example.com', persona: 'admin', optedOut: false }],
    contactId: 'c1',
    to: 'priya@example.com',
    subject: `Hello ${account.name}`,
    body: `Hi Priya,\n\n${persona} ${templateId}.\n\n${input.sender.name}`,
    warnings: [],
    pauses: [],
  };
}
