import type { FakeAnswer, FakeCall } from '../../../test/support/fake-slack.ts';
import { member } from '../../../test/support/fake-slack.ts';
import type { ProveSlack } from '../../stand/slack.ts';

/** How Slack fails one person: where, and with what. */
export interface SlackFault {
  readonly at: 'response_url' | 'web api' | 'open modals';
  readonly how: '429' | '500' | 'timeout';
}

/** A text that somebody sees. */
interface Letter {
  readonly text: string;
  readonly at: number;
}

/** What one person who asked once has been shown. */
export interface Mailbox {
  readonly user: string;
  readonly trigger: string;
  readonly responseUrl: string;
  readonly letters: readonly Letter[];
}

export interface Post {
  /** Somebody whom the app has never seen, for whom Slack fails like this; null: it does not. */
  open(fault: SlackFault | null): Mailbox;
}

const FAILED: Readonly<Record<SlackFault['how'], FakeAnswer>> = {
  '429': { http: 429, headers: { 'retry-after': '3' } },
  '500': { http: 500, body: 'internal error' },
  timeout: 'hang',
};
const WEB_API = ['users.info', 'chat.postEphemeral', 'chat.postMessage', 'views.open', 'views.update'] as const;

interface Box extends Mailbox {
  readonly fault: SlackFault | null;
  readonly letters: Letter[];
  view: string;
}

/** Lets Slack fail for each person in a way of their own, and keeps what each of them is shown. */
export function openPost(slack: ProveSlack): Post {
  const boxes: Box[] = [];
  let count = 0;
  const deliver = (find: (box: Box) => boolean, place: SlackFault['at'], call: FakeCall): FakeAnswer | null => {
    const box = boxes.find(find);
    if (isAt(box?.fault ?? null, place, call)) return FAILED[box?.fault?.how ?? '500'];
    if (box === undefined || call.method === 'users.info') return null;
    if (call.method === 'views.open') return opened(slack, box, call);
    box.letters.push({ text: JSON.stringify(call.args['view'] ?? call.args['text'] ?? ''), at: Date.now() });
    return null;
  };
  slack.answer('response_url', (call) =>
    deliver(({ responseUrl }) => responseUrl.endsWith(call.path), 'response_url', call),
  );
  for (const method of WEB_API) slack.answer(method, (call) => deliver((box) => isFor(box, call), 'web api', call));
  return {
    open: (fault) => {
      count += 1;
      const user = `U0ASK${count}`;
      slack.users.set(user, member(user));
      const box: Box = { user, trigger: `77.${count}`, responseUrl: slack.responseUrl(), letters: [], fault, view: '' };
      boxes.push(box);
      return box;
    },
  };
}

function isAt(fault: SlackFault | null, place: SlackFault['at'], { method }: FakeCall): boolean {
  return fault?.at === place || (fault?.at === 'open modals' && method === 'views.update');
}

function opened(slack: ProveSlack, box: Box, call: FakeCall): FakeAnswer {
  const answer = slack.take(call);
  const { view } = answer;
  if (typeof view === 'object' && view !== null && 'id' in view) box.view = String(view.id);
  box.letters.push({ text: JSON.stringify(call.args['view']), at: Date.now() });
  return answer;
}

function isFor({ trigger, user, view }: Box, { args }: FakeCall): boolean {
  return (
    args['user'] === user ||
    args['channel'] === user ||
    args['trigger_id'] === trigger ||
    (view !== '' && args['view_id'] === view)
  );
}
