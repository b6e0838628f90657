import { customerIn, moneyIn } from './canaries.ts';
import { answerFor, mayPost, WHERE, WHO, type Who } from './policy.ts';
import { CHANNEL_POSTS, PERSON_POSTS } from './posts.ts';
import { type Sending, WAYS } from './sending.ts';
import { channelOf, userOf } from './workspace.ts';

/** What was tried, and what is wrong with it. */
export interface Tried {
  readonly cells: number;
  readonly faults: readonly string[];
}

/** Everything that goes to channels, in every way, to every kind of conversation. */
export async function sendToChannels(sending: Sending): Promise<Tried> {
  const faults: string[] = [];
  let cells = 0;
  for (const where of WHERE) {
    const sends = Object.entries(CHANNEL_POSTS).flatMap(([name, render]) =>
      WAYS.map((way) => async () => {
        const [message] = render({ money: false });
        if (!message) return [`${name} says nothing`];
        const kind = await sending.send(message, channelOf(where), way, `${name} ${way}`);
        return (kind === 'ok') === mayPost(where) ? [] : [`${name} × ${way} × ${where}: ${kind}`];
      }),
    );
    cells += sends.length;
    faults.push(...(await settled(sends, where === 'look-up times out')));
    const isShown = customerIn(sending.shownTo(channelOf(where))) !== null;
    if (isShown !== mayPost(where))
      faults.push(`${where}: ${isShown ? 'is told about a customer' : 'is told nothing'}`);
  }
  return { cells, faults };
}

/** One after the other, but for those that only wait. */
async function settled(sends: readonly (() => Promise<string[]>)[], onlyWait: boolean): Promise<string[]> {
  if (onlyWait) return (await Promise.all(sends.map((send) => send()))).flat();
  const lines: string[] = [];
  for (const send of sends) lines.push(...(await send()));
  return lines;
}

/** Everything that goes to people, written by the rights that they have and sent at once. */
export async function sendToPeople({ people, send, shownTo }: Sending): Promise<Tried> {
  const kinds = { answered: 'allowed', refused: 'refused', unverified: 'unknown' } as const;
  const faults: string[] = [];
  let cells = 0;
  for (const [number, who] of WHO.entries()) {
    const expected = answerFor(who);
    const user = userOf(who, number);
    const reader = await people.readerOf(user);
    cells += 1;
    if (reader.kind !== kinds[expected.kind]) faults.push(`${who} is ${reader.kind}`);
    if (reader.kind !== 'allowed') continue;
    for (const [name, render] of Object.entries(PERSON_POSTS)) {
      const [message] = render(reader);
      cells += 1;
      const kind = message ? await send(message, user, 'post', name) : 'nothing';
      if (kind !== 'ok') faults.push(`${name} × ${who}: ${kind}`);
    }
    const isShown = moneyIn(shownTo(user)) !== null;
    if (isShown !== (expected.kind === 'answered' && expected.money)) faults.push(`${who}: amounts: ${isShown}`);
  }
  return { cells, faults };
}

/** Everything that goes to people, written while they were members who saw amounts or none, and sent when they are this. */
export async function sendAfterWaiting(sending: Sending): Promise<Tried> {
  const tried = await Promise.all(
    [true, false].flatMap((money) => WHO.map((who, number) => waited(sending, { money, number, who }))),
  );
  return { cells: tried.flat().length, faults: tried.flat().filter((fault) => fault !== '') };
}

/** One line for each message; an empty one: nothing is wrong with it. */
async function waited(
  { send, shownTo }: Sending,
  { money, number, who }: { readonly money: boolean; readonly number: number; readonly who: Who },
): Promise<string[]> {
  const expected = answerFor(who);
  const sends = Object.entries(PERSON_POSTS).map(([name, render], index) => async () => {
    const user = userOf(who, 1000 + 100 * index + 20 * Number(money) + number);
    const lines: string[] = [];
    for (const message of render({ money })) {
      const hasAmounts = message.amounts ?? true;
      const mayGo = expected.kind === 'answered' && (expected.money || !hasAmounts);
      const want = mayGo ? 'ok' : expected.kind === 'unverified' ? 'later' : 'permanent';
      const kind = await send(message, user, 'post', name);
      const bytes = shownTo(user);
      const isTold = mayGo ? !hasAmounts && moneyIn(bytes) !== null : bytes !== '[]';
      const where = `${name} ${money ? 'with' : 'without'} amounts × ${who}`;
      lines.push(kind !== want ? `${where}: ${kind}` : isTold ? `${where}: shows what it must not` : '');
    }
    return lines;
  });
  return settled(sends, who === 'person whose look-up times out');
}
