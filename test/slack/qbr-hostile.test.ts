import { describe, expect, it } from 'vitest';
import type { QbrBrief } from '../../src/app/qbr/reports.ts';
import { bottomMessage } from '../../src/slack/messages/bottom.ts';
import type { SlackMessage } from '../../src/slack/messages/message.ts';
import { qbrFiles, qbrMessage } from '../../src/slack/messages/qbr.ts';
import { messageProblems } from '../support/block-limits.ts';
import { fc } from '../support/fc.ts';
import { fileFaults } from '../support/hostile-faults.ts';
import { hostile } from '../support/hostile-text.ts';
import { controlSequences, HIDDEN, mrkdwnTexts } from '../support/mrkdwn-oracle.ts';
import { bottomReportOf, qbrPackOf } from '../support/slack-qbr.ts';
import { factsOf, GOLDEN_IDS, healthReport, listReport, standingOf } from '../support/slack-reports.ts';

const RUNS = 60;
const VIEWER = { money: true };

const standing = fc
  .record({ id: fc.constantFrom(...GOLDEN_IDS), name: hostile, plan: hostile, owner: hostile })
  .map(({ id, name, plan, owner }) =>
    standingOf(factsOf(id), { name, plan, owner: { email: owner, name: owner, slackUserId: '<!channel>' } }),
  );

function briefWith(one: ReturnType<typeof standingOf>, text: string): Partial<QbrBrief> {
  const ticket = { ticketId: text, subject: text, priority: text, openedOn: '2026-02-20', closedOn: null };
  const contact = {
    contactId: text,
    name: text,
    email: text,
    persona: 'admin',
    optedOut: false,
    lastOn: null,
  } as const;
  const by = { id: text, name: text };
  return {
    health: healthReport(one, { tickets: [ticket, ticket, ticket, ticket, ticket] }),
    contacts: Array.from({ length: 30 }, () => contact),
    lastContact: { on: '2026-02-17', by, kind: 'draft', wording: text, daysAgo: 12 },
  };
}

function assertGood(message: SlackMessage): void {
  expect(messageProblems(message)).toEqual([]);
  for (const text of [message.text, ...mrkdwnTexts(message.blocks)]) expect(controlSequences(text)).toEqual([]);
  expect(JSON.stringify(message)).not.toMatch(HIDDEN);
}

describe('the QBR pack and the lowest scores on hostile data', () => {
  it('stay within Slack’s limits and hold no control sequence of somebody else', () => {
    fc.assert(
      fc.property(standing, hostile, (one, text) => {
        assertGood(qbrMessage(qbrPackOf(one, briefWith(one, text)), { ...VIEWER, files: 'no_scope' }));
      }),
      { numRuns: RUNS },
    );
    fc.assert(
      fc.property(fc.array(standing, { maxLength: 10 }), hostile, (all, text) => {
        const report = bottomReportOf(listReport(all, 'bottom'));
        const entries = report.entries.map((entry) => ({ ...entry, ...briefWith(entry.standing, text) }));
        assertGood(bottomMessage({ ...report, entries }, VIEWER));
      }),
      { numRuns: RUNS },
    );
  });

  it('write no HTML, link or image into the files, and one line per fact', () => {
    fc.assert(
      fc.property(standing, hostile, (one, text) => {
        expect(qbrFiles(qbrPackOf(one, briefWith(one, text)), VIEWER).flatMap(fileFaults)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});
