import type { FakeCall } from '../fake-slack.ts';
import type { Harness } from '../slack-harness.ts';
import { COMMON_WHERE, COMMON_WHO, WHERE, type Where, type Who } from './policy.ts';
import type { Row } from './row.ts';
import { channelOf, userOf } from './workspace.ts';

/** One field of the table: a handler, who asks, where, and about which account. */
export interface Cell {
  readonly row: Row;
  readonly who: Who;
  /** null: what Slack sends names no conversation. */
  readonly where: Where | null;
  readonly account: string;
}

/** What became of a cell. */
export interface Told {
  readonly cell: Cell;
  readonly user: string;
  /** In everything that Slack was sent and that answers it. */
  readonly mark: string;
  readonly status: number;
  /** The answer to Slack's request itself. */
  readonly acked: string;
  /** What was sent because of it, look-ups aside. */
  readonly calls: readonly FakeCall[];
}

const LOOK_UPS = [
  'auth.test',
  'users.info',
  'usergroups.users.list',
  'conversations.info',
  'conversations.members',
  'files.getUploadURLExternal',
];
const AT_ONCE = 32;

/**
 * Every row for everybody in every kind of conversation that it can come from; where it posts, in all the finer kinds,
 * and for the finer kinds of people in one.
 */
export function cellsOf(rows: readonly Row[], people: readonly Who[], account: string): Cell[] {
  // People outside: those who are waited for wait together.
  return people.flatMap((who) =>
    rows.flatMap((row) => placesOf(row, who).map((where) => ({ row, who, where, account }))),
  );
}

function placesOf({ placed, posts }: Row, who: Who): readonly (Where | null)[] {
  if (!placed) return [null];
  if (posts) return WHERE;
  return COMMON_WHO.includes(who) ? COMMON_WHERE : ['internal'];
}

/** `view:share × guest × archived`, to be found in a failure. */
export function nameOf({ row, who, where }: Cell): string {
  return [row.name, who, ...(where === null ? [] : [where])].join(' × ');
}

export interface Asked {
  readonly told: readonly Told[];
  /** What was sent and bears no cell's mark, look-ups and places for files aside. */
  readonly stray: readonly FakeCall[];
}

/** Asks all given cells, many at once, and sorts out by their marks what each of them caused. */
export function createAsker(harness: Harness): (cells: readonly Cell[], atOnce?: number) => Promise<Asked> {
  let people = 0;
  let marks = 0;
  return async (cells, atOnce = AT_ONCE) => {
    const from = harness.slack.calls.length;
    const known = new Map<string, string>();
    const told = cells.map((cell) => {
      // The same person in all conversations, but for what is posted: there the person's name is the mark.
      const key = cell.row.posts || cell.row.ownPerson ? String(marks) : `${cell.row.name} ${cell.who}`;
      const user = known.get(key) ?? userOf(cell.who, people++);
      known.set(key, user);
      return { cell, user, mark: `cell${String(marks++).padStart(6, '0')}`, status: 0, acked: '', calls: [] };
    });
    const answered: Told[] = [];
    for (let start = 0; start < told.length; start += atOnce) {
      const part = told.slice(start, start + atOnce).map((one) => send(harness, one));
      answered.push(...(await Promise.all(part)));
      // Slack is answered before the person is: too many at once would only find out how patient the app is. Where
      // look-ups time out, an answer and the App Home after it take longer than the app waits for at once.
      await harness.app.idle();
      await harness.app.idle();
    }
    const { byMark, stray } = sorted(harness.slack.calls.slice(from), answered);
    return { told: answered.map((one) => ({ ...one, calls: byMark.get(one.mark) ?? [] })), stray };
  };
}

async function send(harness: Harness, told: Told): Promise<Told> {
  const { row, where, account } = told.cell;
  const channel = where === null ? 'C0NONE' : channelOf(where);
  const response = await row.send({ harness, user: told.user, account, channel, mark: told.mark });
  return { ...told, status: response.status, acked: await response.text() };
}

/** All of a cell's outbound bytes as one text, the same for two cells that differ in nothing but their number. */
export function bytesOf({ acked, calls }: Pick<Told, 'acked' | 'calls'>): string {
  const sent = calls.map(({ method, args }) => `${method} ${JSON.stringify(args)}`);
  return JSON.stringify([acked, ...sent]).replaceAll(/cell\d{6}|U0[A-Z][A-Z0-9]{2}\d{5}/g, 'mark');
}

/** Uploads bear no mark of ours; the file that is shared with somebody does. */
function sorted(
  calls: readonly FakeCall[],
  told: readonly Told[],
): { byMark: Map<string, FakeCall[]>; stray: FakeCall[] } {
  const firstOf = new Map(told.map(({ user, mark }) => [user, mark] as const).reverse());
  const markIn = ({ path, args }: FakeCall): string | null => {
    const text = `${path} ${JSON.stringify(args)}`;
    return /cell\d{6}/.exec(text)?.[0] ?? firstOf.get(/U0[A-Z][A-Z0-9]{2}\d{5}/.exec(text)?.[0] ?? '') ?? null;
  };
  const files = new Map<string, string | null>();
  for (const call of calls.filter(({ method }) => method === 'files.completeUploadExternal')) {
    for (const [, file = ''] of JSON.stringify(call.args['files']).matchAll(/"(F\d+)"/g)) files.set(file, markIn(call));
  }
  const byMark = new Map<string, FakeCall[]>();
  const stray: FakeCall[] = [];
  for (const call of calls.filter(({ method }) => !LOOK_UPS.includes(method))) {
    const mark = call.method === 'upload' ? files.get(call.path.slice('/upload/'.length)) : markIn(call);
    if (mark) byMark.set(mark, [...(byMark.get(mark) ?? []), call]);
    else stray.push(call);
  }
  return { byMark, stray };
}

/** Who can read a call: the person who asked, everybody in a conversation, or somebody else. */
export function audienceOf({ method, args }: FakeCall, user: string): 'asker' | 'conversation' | 'somebody else' {
  switch (method) {
    case 'response_url':
      return args['response_type'] === 'ephemeral' && args['replace_original'] !== true ? 'asker' : 'conversation';
    case 'chat.postEphemeral':
      return args['user'] === user ? 'asker' : 'somebody else';
    case 'chat.postMessage':
      if (args['channel'] === user) return 'asker';
      return /^[CGD]/.test(String(args['channel'])) ? 'conversation' : 'somebody else';
    case 'files.completeUploadExternal':
      return args['channel_id'] === user ? 'asker' : 'somebody else';
    case 'views.publish':
      return args['user_id'] === user ? 'asker' : 'somebody else';
    case 'views.open':
    case 'views.push':
    case 'views.update':
    case 'upload':
      return 'asker';
    default:
      return 'somebody else';
  }
}
