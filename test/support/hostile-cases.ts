import type { AccountStanding } from '../../src/app/accounts/account-report.ts';
import { allowedFacts } from '../../src/email/allowed-facts.ts';
import { composeDraft } from '../../src/email/compose-draft.ts';
import { mailtoUrl } from '../../src/email/mailto.ts';
import { csvText } from '../../src/lib/csv-text.ts';
import { qbrFiles } from '../../src/slack/messages/qbr.ts';
import { fc } from './fc.ts';
import { csvFaults, draftFaults, fileFaults, linkFaults, messageFaults, viewFaults } from './hostile-faults.ts';
import { RENDERERS } from './hostile-messages.ts';
import { hostileBrief, hostileStanding, hostileStandings } from './hostile-reports.ts';
import { hostile } from './hostile-text.ts';
import { VIEW_RENDERERS } from './hostile-views.ts';
import { CELLS, wordedBy } from './known-facts.ts';
import { qbrPackOf } from './slack-qbr.ts';
import { goldenStanding } from './slack-reports.ts';

/** What is wrong with what is made of accounts and a text that somebody else wrote. */
export type Trial = (all: readonly AccountStanding[], text: string) => string[];

/** Everything that makes something to look at out of what others wrote, by its name. */
export const TRIALS: Readonly<Record<string, Trial>> = {
  ...Object.fromEntries(
    Object.entries(RENDERERS).map(([name, render]): [string, Trial] => [
      name,
      (all, text) => [render(all, text)].flat().flatMap(messageFaults),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(VIEW_RENDERERS).map(([name, render]): [string, Trial] => [
      name,
      (all, text) => [render(all, text)].flat().flatMap(viewFaults),
    ]),
  ),
  qbrFiles: ([one = goldenStanding('acme')], text) =>
    qbrFiles(qbrPackOf(one, hostileBrief(one, text)), { money: true }).flatMap(fileFaults),
  mailtoUrl: (all, text) => {
    const subject = all[0]?.account.name ?? text;
    return [null, 'priya@example.com'].flatMap((to) => linkFaults(mailtoUrl({ to, subject, body: text }), to));
  },
  composeDraft: (_, text) => draftFaults(draftOf(text)),
  csvText: (all, text) => {
    const texts = [text, ...all.map(({ account }) => account.name ?? '')];
    return csvFaults(
      csvText(
        ['h'],
        texts.map((one) => [one]),
      ),
      texts,
    );
  },
};

/** Mostly one or two accounts; every hundredth time a handful, or hundreds. */
export const hostileCase = fc.tuple(
  fc.oneof(
    { weight: 99, arbitrary: fc.array(hostileStanding, { maxLength: 2 }) },
    { weight: 1, arbitrary: hostileStandings },
  ),
  hostile,
);

function draftOf(text: string): { readonly subject: string; readonly body: string } {
  const { bucket, persona, templateId } = CELLS[text.length % CELLS.length] ?? CELLS[0] ?? noCell();
  return composeDraft({ facts: allowedFacts({ persona, bucket, known: wordedBy(text) }), templateId });
}

function noCell(): never {
  throw new Error('there is no wording');
}
