import type { FakeCall } from '../fake-slack.ts';
import { customerIn, moneyIn } from './canaries.ts';
import { type Asked, audienceOf, bytesOf, nameOf, type Told } from './cells.ts';
import { answerFor, mayShare } from './policy.ts';
import { channelOf } from './workspace.ts';

const REFUSED = /only answers full members/;
const UNVERIFIED = /could not be checked/;

/** What is wrong with a cell by the policy; empty: nothing. */
function judge(told: Told): string[] {
  const expected = answerFor(told.cell.who);
  const faults = told.status === 200 ? [] : [`Slack was answered with ${told.status}`];
  if (expected.kind === 'answered') return [...faults, ...answeredFaults(told, expected)];
  const bytes = bytesOf(told);
  const leak = customerIn(bytes);
  if (leak !== null) faults.push(`leaks ${leak}`);
  if (moneyIn(bytes) !== null) faults.push(`leaks ${moneyIn(bytes)}`);
  if (told.calls.some((call) => audienceOf(call, told.user) !== 'asker')) faults.push('speaks to others');
  const words = expected.kind === 'refused' ? REFUSED : UNVERIFIED;
  if (told.cell.row.mute !== true && !words.test(bytes)) faults.push(`is not ${expected.kind}`);
  return faults;
}

function answeredFaults(told: Told, { money, admin }: { readonly money: boolean; readonly admin: boolean }): string[] {
  const { row } = told.cell;
  const bytes = bytesOf(told);
  const faults: string[] = [];
  if (REFUSED.test(bytes) || UNVERIFIED.test(bytes)) faults.push('refuses a member');
  if (told.calls.length === 0 && customerIn(told.acked) === null && row.quiet !== true) faults.push('answers nothing');
  if (!money && moneyIn(bytes) !== null) faults.push(`shows ${moneyIn(bytes)} to somebody without amounts`);
  const tells = row.quiet !== true && (row.adminOnly !== true || admin);
  // Asked about an account, the answer repeats its name or id only where it is about it.
  if (tells && row.posts !== true && customerIn(bytes) === null) faults.push('tells a member nothing');
  if (row.adminOnly === true && !admin && customerIn(bytes) !== null) faults.push('tells what is for admins');
  return [...faults, ...conversationFaults(told)];
}

/** Only what is shared is for others, and only where everybody may see it. */
function conversationFaults({ cell, user, calls }: Told): string[] {
  const others = calls.filter((call) => audienceOf(call, user) !== 'asker');
  const { row, where } = cell;
  if (row.posts !== true || where === null || !mayShare(where))
    return others.map((call) => `speaks to others: ${call.method}`);
  const [post] = others;
  if (others.length !== 1 || post === undefined) return [`is shared ${others.length} times`];
  return sharedWell(post, where) ? [] : ['is shared in the wrong place or without the account'];
}

function sharedWell({ method, args }: FakeCall, where: Parameters<typeof channelOf>[0]): boolean {
  const isThere = method === 'chat.postMessage' && args['channel'] === channelOf(where);
  return isThere && customerIn(JSON.stringify(args)) !== null;
}

/** Everything that is wrong in the cells that were asked, each with its place in the table. */
export function faultsOf({ told, stray }: Asked): string[] {
  const astray = stray.map((call) => `nobody asked for ${call.method} ${JSON.stringify(call.args).slice(0, 200)}`);
  return [...told.flatMap((one) => judge(one).map((fault) => `${nameOf(one.cell)}: ${fault}`)), ...astray];
}
