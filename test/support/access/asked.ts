import type { Harness } from '../slack-harness.ts';
import { type Asked, bytesOf, type Cell, cellsOf, nameOf } from './cells.ts';
import { faultsOf } from './judge.ts';
import { answerFor, COMMON_WHO, WHO, type Who } from './policy.ts';
import { ACCOUNT } from './row.ts';
import { ROWS, SILENT_EVENTS } from './rows.ts';
import type { Tried } from './sent.ts';

export type Ask = (cells: readonly Cell[], atOnce?: number) => Promise<Asked>;
/** Which cells of the table are asked. */
export type Choose = (cells: readonly Cell[]) => readonly Cell[];

export const MEMBERS = WHO.filter((who) => answerFor(who).kind === 'answered');
const OUTSIDERS = WHO.filter((who) => answerFor(who).kind !== 'answered');
const COMMON_OUTSIDERS = COMMON_WHO.filter((who) => OUTSIDERS.includes(who));
/** Asked apart, because each takes as long as a look-up may. */
const SLOW: Who = 'person whose look-up times out';
const NO_ACCOUNT = 'no-such-account';
/** Those outside whom Slack answers for in time. */
export const QUICK_OUTSIDERS = OUTSIDERS.filter((who) => who !== SLOW);
const all: Choose = (cells) => cells;
/** What one kind of person may try. */
export const only =
  (person: Who): Choose =>
  (cells) =>
    cells.filter(({ who }) => who === person);

/** Everything that members may ask: told by themselves, amounts only where they see them. */
export async function askAsMembers(ask: Ask, choose: Choose = all): Promise<Tried> {
  const cells = choose(cellsOf(ROWS, MEMBERS, ACCOUNT));
  return { cells: cells.length, faults: faultsOf(await ask(cells)) };
}

/** Shares that are refused: with the same bytes whether or not the account exists. */
export async function askToShare(ask: Ask): Promise<Tried> {
  const shares = ROWS.filter(({ posts }) => posts);
  const known = await ask(cellsOf(shares, ['member'], ACCOUNT));
  const unknown = await ask(cellsOf(shares, ['member'], NO_ACCOUNT));
  const posted = (one: Asked['told'][number]) => one.calls.some(({ method }) => method === 'chat.postMessage');
  const refused = known.told.filter((one) => !posted(one));
  const bytes = new Map(unknown.told.map((one) => [nameOf(one.cell), bytesOf(one)]));
  return { cells: refused.length, faults: differing(refused, bytes) };
}

/** Everything that somebody outside may try: nothing is told, by the same bytes for every account, and nothing done. */
export async function askAsOutsiders(harness: Harness, ask: Ask, choose: Choose = all): Promise<Tried> {
  const cells = cellsOf(ROWS, QUICK_OUTSIDERS, ACCOUNT);
  const compared = choose(cells.filter((cell) => isFirst(cell) && isCommon(cell)));
  const known = await ask([...new Set([...choose(cells), ...compared])]);
  const unknown = await ask(compared.map((cell) => ({ ...cell, account: NO_ACCOUNT })));
  const bytes = new Map(known.told.map((one) => [nameOf(one.cell), bytesOf(one)]));
  const events = await ask(cellsOf(SILENT_EVENTS, ['member', 'stranger'], ACCOUNT));
  const heard = [...events.stray, ...events.told.flatMap(({ calls }) => calls)];
  return {
    cells: known.told.length + unknown.told.length + events.told.length,
    faults: [
      ...faultsOf(known),
      ...differing(unknown.told, bytes),
      ...heard.map(({ method }) => `an event that answers nobody: ${method}`),
      ...changesIn(harness),
    ],
  };
}

/** Everything, while Slack does not say in time who asks: all at once, because each waits. */
export async function askUnknown(harness: Harness, ask: Ask): Promise<Tried> {
  const cells = cellsOf(ROWS, [SLOW], ACCOUNT).filter(isFirst);
  return { cells: cells.length, faults: [...faultsOf(await ask(cells, cells.length)), ...changesIn(harness)] };
}

function changesIn({ audited, decided, outreach }: Harness): string[] {
  const done = audited.length + decided.length + outreach.length;
  return done === 0 ? [] : [`${done} things were done or noted for somebody who may not ask`];
}

function differing(told: Asked['told'], bytes: ReadonlyMap<string, string>): string[] {
  return told
    .filter((one) => bytes.get(nameOf(one.cell)) !== bytesOf(one))
    .map(({ cell }) => `${nameOf(cell)}: says whether the account exists`);
}

function isFirst({ where }: Cell): boolean {
  return where === null || where === 'internal';
}

function isCommon({ who }: Cell): boolean {
  return COMMON_OUTSIDERS.includes(who);
}
