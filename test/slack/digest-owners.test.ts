import { describe, expect, it } from 'vitest';
import type { AccountRef } from '../../src/app/accounts/account-ref.ts';
import type { DigestEntry, DigestReport } from '../../src/app/digest/digest-report.ts';
import { deliveriesMessage } from '../../src/slack/messages/deliveries.ts';
import { heartbeatMessage } from '../../src/slack/messages/digest-heartbeat.ts';
import { digestThread, ownerGroups } from '../../src/slack/messages/digest-owners.ts';
import type { SlackMessage } from '../../src/slack/messages/message.ts';
import { moversMessage } from '../../src/slack/messages/movers.ts';
import { renewalCalendarMessage } from '../../src/slack/messages/renewal-calendar.ts';
import { rollupMessage } from '../../src/slack/messages/rollup.ts';
import { settingsMessage } from '../../src/slack/messages/settings.ts';
import { messageProblems } from '../support/block-limits.ts';
import { fc } from '../support/fc.ts';
import { hostile } from '../support/hostile-text.ts';
import { controlSequences, mrkdwnTexts } from '../support/mrkdwn-oracle.ts';
import { deliveriesReport, moversReport, rollupReport, settingsReport } from '../support/slack-pulse.ts';
import { calendarOf } from '../support/slack-renewals.ts';
import { digestReport, factsOf, goldenStanding, standingOf } from '../support/slack-reports.ts';

const RUNS = 100;
const viewer = { money: true };
const routing = { ...viewer, fallbackOwner: 'U0LEAD', away: new Set(['U0GONE']) };
const DANA = { email: 'dana@example.com', name: 'dana', slackUserId: 'U0DANA' };

function entryOf(account: Partial<AccountRef>, more: Partial<DigestEntry> = {}): DigestEntry {
  return {
    standing: standingOf(factsOf('megacorp'), account),
    signal: 'at_risk_enter',
    tags: [],
    changeTenths: -221,
    changeDays: 7,
    since: '2026-02-27',
    state: 'open',
    reminder: false,
    was: null,
    ...more,
  };
}

function reportOf(fresh: readonly DigestEntry[], more: Partial<DigestReport> = {}): DigestReport {
  return digestReport([goldenStanding('megacorp')], { fresh, open: [], recovered: [], ...more });
}

const textOf = (pages: readonly SlackMessage[]): string => pages.map(({ text }) => text).join('\n');

const owner = fc.constantFrom(
  null,
  DANA,
  { email: 'lee@example.com', name: 'lee', slackUserId: null },
  {
    email: 'gone@example.com',
    name: 'gone',
    slackUserId: 'U0GONE',
  },
);
const entries = fc
  .array(fc.record({ owner, reminder: fc.boolean() }), { maxLength: 40 })
  .map((list) =>
    list.map((one, index) => entryOf({ accountId: `a${index}`, name: `n${index}`, owner: one.owner }, one)),
  );

describe('the groups of a digest by owner', () => {
  it('hold every line that needs somebody in exactly one group', () => {
    fc.assert(
      fc.property(entries, entries, entries, (fresh, open, recovered) => {
        const groups = ownerGroups(reportOf(fresh, { open, recovered }));
        expect(groups.flatMap((group) => group.fresh).sort(byId)).toEqual([...fresh].sort(byId));
        expect(groups.flatMap((group) => group.recovered)).toHaveLength(recovered.length);
        const reminders = open.filter(({ reminder }) => reminder);
        expect(groups.flatMap((group) => group.reminders)).toHaveLength(reminders.length);
        const emails = groups.map((group) => group.owner?.email ?? null);
        expect(new Set(emails).size).toBe(emails.length);
        for (const group of groups) {
          const strangers = group.fresh.filter(({ standing }) => standing.account.owner?.email !== group.owner?.email);
          expect(strangers).toEqual([]);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('are said in the thread, each new line once, and nobody is mentioned twice', () => {
    fc.assert(
      fc.property(entries, entries, (fresh, open) => {
        const text = textOf(digestThread(reportOf(fresh, { open }), routing));
        for (const { standing } of fresh)
          expect(text.split(`*${standing.account.name}* `)).toHaveLength(
            open.some(({ reminder, standing: other }) => reminder && other.account.name === standing.account.name)
              ? 3
              : 2,
          );
        for (const id of ['U0DANA', 'U0LEAD', 'U0GONE']) expect(text.split(`<@${id}>`).length).toBeLessThanOrEqual(2);
      }),
      { numRuns: RUNS },
    );
  });
});

const byId = (a: DigestEntry, b: DigestEntry): number =>
  a.standing.account.accountId < b.standing.account.accountId ? -1 : 1;

describe('the thread', () => {
  it('tells the owner, and whoever stands in for one who is not there, has left or is unknown to Slack', () => {
    const said = (account: Partial<AccountRef>, fallbackOwner: string | null = 'U0LEAD') =>
      textOf(digestThread(reportOf([entryOf(account)]), { ...routing, fallbackOwner })).split('\n')[0];
    expect(said({ owner: DANA })).toBe('*<@U0DANA> · 1 new*');
    expect(said({ owner: null })).toBe('*no owner → <@U0LEAD> · 1 new*');
    expect(said({ owner: null }, null)).toBe('*no owner · 1 new*');
    expect(said({ owner: { ...DANA, slackUserId: 'U0GONE' } })).toBe(
      '*@dana (left, or may not see this) → <@U0LEAD> · 1 new*',
    );
    expect(said({ owner: { ...DANA, slackUserId: null } })).toBe('*@dana (not known in Slack) → <@U0LEAD> · 1 new*');
    expect(said({ owner: { ...DANA, slackUserId: '<!channel>' } })).toContain('(not known in Slack)');
  });

  it('mentions nobody for what recovered, and is not there when nothing is to be said', () => {
    const was = { band: 'WARN' as const, days: 3 };
    const recovered = [entryOf({ owner: DANA }, { signal: 'recovered', was })];
    expect(textOf(digestThread(reportOf([], { recovered }), routing))).toMatch(/^\*@dana · 1 recovered\*/);
    expect(digestThread(reportOf([], { open: [entryOf({ owner: DANA })] }), routing)).toEqual([]);
  });

  it('goes on in further replies, says which, and counts what it leaves out', () => {
    const fresh = Array.from({ length: 500 }, (_, index) =>
      entryOf({ accountId: `a${index}`, name: `n${index}`, owner: DANA }),
    );
    const pages = digestThread(reportOf(fresh), routing);
    expect(pages.length).toBe(10);
    const shown = pages.flatMap(({ text }) => [...text.matchAll(/\*n\d+\* /g)]).length;
    expect(pages.at(-1)?.text).toContain(`…and ${500 - shown} more accounts`);
    expect(pages[1]?.text).toMatch(/^\*@dana · 500 new\* \(continued\)/);
    expect(pages[1]?.text).toContain('2 of 10');
  });
});

describe('the heartbeat', () => {
  it('is one line with what is at stake, and without amounts for those who may not see them', () => {
    const report = reportOf([], { snoozed: 2, open: [entryOf({ owner: DANA })] });
    const [line] = heartbeatMessage(report, { money: true, mentions: false }).text.split('\n');
    expect(line).toBe(
      '*CS pulse · Sun 1 Mar 2026* · nothing new · seats at risk $3,600/mo (+$675 vs Fri) · still open 1, 2 snoozed · quiet: 118 accounts',
    );
    expect(heartbeatMessage(report, { money: false, mentions: false }).text).not.toContain('$');
  });
});

describe('the weekly rollup', () => {
  it('adds up, names what changed and notifies nobody', () => {
    const { text } = rollupMessage(rollupReport([goldenStanding('megacorp')]), viewer);
    expect(text).toContain('*Seats at risk $4,875/mo ($58,500/yr)*');
    expect(text).toContain('> +$675 since 22 Feb: in: megacorp +$1,275 · out: megacorp −$600');
    expect(text).toContain('> moved in a week: 1 ok → CRITICAL');
    expect(text).toContain('*Alerts of the week* · 3 sent, 2 acknowledged, 1 snoozed, 1 recovered');
    expect(text).toContain('*Rules changed* on 25 Feb: balanced@1 → balanced@2');
    expect(text).not.toContain('<@');
    expect(rollupMessage(rollupReport([goldenStanding('megacorp')]), { money: false }).text).not.toContain('$');
  });
});

const look = fc.record({
  name: hostile,
  owner: fc.option(
    fc.record({ email: hostile, name: hostile, slackUserId: fc.constantFrom(null, 'U0DANA', '<!channel>') }),
  ),
});
const many = fc
  .tuple(look, fc.constantFrom(1, 8, 500))
  .map(([account, length]) =>
    Array.from({ length }, (_, index) => standingOf(factsOf('megacorp'), { ...account, accountId: `a${index}` })),
  );
type Standings = ReturnType<typeof goldenStanding>[];
const digestOf = (all: Standings, text: string) =>
  reportOf(
    all.map((standing) => ({ ...entryOf({}), standing })),
    { filter: { plan: text, owner: text, bands: ['WARN'], renewsWithinDays: 9 } },
  );
const RENDERERS: Readonly<Record<string, (all: Standings, text: string) => readonly SlackMessage[]>> = {
  digestThread: (all, text) => digestThread(digestOf(all, text), routing),
  heartbeat: (all, text) => [heartbeatMessage(digestOf(all, text), { ...viewer, mentions: false })],
  rollup: (all, text) => [
    rollupMessage({ ...rollupReport(all), rules: [{ day: '2026-02-25', from: text, to: text }] }, viewer),
  ],
  movers: (all) => [moversMessage(moversReport(all))],
  renewals: (all) => [renewalCalendarMessage(calendarOf(all), viewer)],
  deliveries: (_all, text) => [deliveriesMessage(deliveriesReport(text))],
  settings: (_all, text) => [settingsMessage(settingsReport(true, text))],
};

/** Mentions of the owner and of who stands in, and links to configured channels. */
const OURS = /^<(@U0DANA|@U0LEAD|#C0PULSE)>$/;

describe('every message on hostile data', () => {
  for (const [name, render] of Object.entries(RENDERERS)) {
    it(`${name} stays within Slack's limits and holds no control sequence of somebody else`, () => {
      fc.assert(
        fc.property(many, hostile, (all, text) => {
          for (const message of render(all, text)) {
            expect(messageProblems(message)).toEqual([]);
            const texts = [message.text, ...mrkdwnTexts(message.blocks)];
            expect(texts.flatMap(controlSequences).filter((sequence) => !OURS.test(sequence))).toEqual([]);
          }
        }),
        { numRuns: RUNS },
      );
    });
  }
});
