import { compareIds } from '../../domain/compare-ids.ts';
import { addDays, type Day } from '../../domain/day.ts';
import { type EarlierScores, type Picked, shownChange } from '../../domain/digest.ts';
import { aboutBefore } from '../../domain/episodes/fold.ts';
import type { DayLevel } from '../../domain/episodes/level.ts';
import { loadEarlierScores } from '../../store/snapshot-compare.ts';
import type { AccountStanding } from '../accounts/account-report.ts';
import { toBriefStanding } from '../accounts/brief-standing.ts';
import type { ChangeReport } from '../changes/change-report.ts';
import { whyChanged } from '../changes/explain-change.ts';
import type { Context } from '../context.ts';
import type { Authors } from '../judgements/authors.ts';
import type { Portfolio } from '../portfolio/portfolio.ts';
import { standingsById } from '../portfolio/standings-by-id.ts';
import type { DigestEntry } from './digest-report.ts';

const WEEK = 7;
const MONTH = 28;
/** More new lines than a message shows. */
const EXPLAINED = 25;
/** Lines that are made at once. */
const PART = 500;

export interface EntryFrame {
  readonly day: Day;
  /** Ascending. */
  readonly snapshotDays: readonly Day[];
  readonly portfolio: Portfolio;
  readonly levels: ReadonlyMap<string, DayLevel>;
  /** Who the people are whom alerts were handed on to. */
  readonly authors: Authors;
  /** No snapshot of the day is stored. */
  readonly live: boolean;
}

export interface EntryWriter {
  /** What was picked as lines with the change that each shows, by money times urgency, worst first. */
  readonly lines: (list: readonly Picked[]) => Promise<DigestEntry[]>;
  /** The same lines, the first of them with what moved their scores. */
  readonly explained: (entries: readonly DigestEntry[]) => Promise<DigestEntry[]>;
}

/** Makes the lines of a digest: what they show, and the scores that it is compared with, are read when they are made. */
export function digestEntries(ctx: Context, frame: EntryFrame): EntryWriter {
  const { day, levels, live, portfolio, snapshotDays } = frame;
  const past = snapshotDays.filter((other) => other < day);
  const days = { dayAgo: past.at(-1) === addDays(day, -1) ? addDays(day, -1) : null, ...around(past, day) };
  const wanted = [...new Set(Object.values(days).flatMap((other) => other ?? []))];
  const entryOf = (picked: Picked, standing: AccountStanding | undefined, scores: Scores): DigestEntry[] => {
    const { accountId, escalated, reminder, signal, since, state, tags, was } = picked;
    const level = levels.get(accountId);
    if (!standing || !level) return [];
    const at = (other: Day | null) => scores.get(`${other} ${accountId}`) ?? null;
    const earlier = { dayAgo: at(days.dayAgo), weekAgo: at(days.weekAgo), monthAgo: at(days.monthAgo) };
    const change = shownChange(signal, level, earlier);
    const shown = { changeTenths: change?.tenths ?? null, changeDays: change?.days ?? null };
    const handedOn = escalated === null ? {} : { escalated: { ...escalated, to: frame.authors(escalated.to) } };
    return [{ standing: toBriefStanding(standing), signal, tags, ...shown, since, state, reminder, ...handedOn, was }];
  };
  const dayBefore = new Map([
    [1, days.dayAgo],
    [WEEK, days.weekAgo],
    [MONTH, days.monthAgo],
  ]);
  // Several digests of a morning list the same account.
  const known = new Map<string, ChangeReport>();
  const explain = async (entry: DigestEntry): Promise<DigestEntry> => {
    const from = dayBefore.get(entry.changeDays ?? 0) ?? null;
    if (live || from === null || !entry.changeTenths) return entry;
    const { accountId } = entry.standing.account;
    const key = `${from} ${accountId}`;
    const why = known.get(key) ?? (await whyChanged({ ctx, input: { accountId, from, to: day } }));
    known.set(key, why);
    return { ...entry, why };
  };
  return {
    lines: async (list) => {
      const entries: DigestEntry[] = [];
      for (let from = 0; from < list.length; from += PART) {
        const part = list.slice(from, from + PART);
        const accountIds = part.map(({ accountId }) => accountId);
        const standings = await standingsById(portfolio, accountIds);
        const scores = await scoresOf(ctx, wanted, accountIds);
        entries.push(...part.flatMap((picked) => entryOf(picked, standings.get(picked.accountId), scores)));
      }
      return entries.sort(byPriority);
    },
    explained: async (entries) => {
      const found: DigestEntry[] = [];
      for (const [place, entry] of entries.entries()) found.push(place < EXPLAINED ? await explain(entry) : entry);
      return found;
    },
  };
}

/** By day and account id. */
type Scores = ReadonlyMap<string, EarlierScores>;

async function scoresOf(ctx: Context, days: readonly Day[], accountIds: readonly string[]): Promise<Scores> {
  const found = await loadEarlierScores(ctx.db, days, accountIds);
  return new Map(
    found.map(
      ({ account_id, base_tenths: baseTenths, day, definition_hash: definition, score_tenths: scoreTenths }) => [
        `${day} ${account_id}`,
        { scoreTenths, baseTenths, definition },
      ],
    ),
  );
}

function around(past: readonly Day[], day: Day): { readonly weekAgo: Day | null; readonly monthAgo: Day | null } {
  return { weekAgo: aboutBefore(past, day, WEEK), monthAgo: aboutBefore(past, day, MONTH) };
}

function byPriority({ standing: a }: DigestEntry, { standing: b }: DigestEntry): number {
  return (b.priorityMinor ?? -1) - (a.priorityMinor ?? -1) || compareIds(a.account.accountId, b.account.accountId);
}
