/**
 * Drives a running cs-pulse through a running local-slack (docs/testing.md says how to start both) and prints what
 * arrived. It acknowledges, snoozes and marks as sent: for demo data only. Exit 1 when an answer is not as expected.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const BASE = process.argv[2] ?? 'http://127.0.0.1:18741';
const CHANNEL = 'C0PULSE';
const ASKER = 'U0DANA';
const WAIT_MS = 8000;

const textObject = z.object({ text: z.string() });
const option = z.object({ value: z.string() });
const element = z.looseObject({
  type: z.string(),
  action_id: z.string().optional(),
  value: z.string().optional(),
  text: z.unknown().optional(),
  options: z.array(option).optional(),
});
const block = z.looseObject({
  type: z.string(),
  block_id: z.string().optional(),
  elements: z.array(element).optional(),
  element: element.extend({ initial_value: z.string().optional() }).optional(),
});
const blocks = z.array(block).default([]);
const message = z.object({ ts: z.string(), text: z.string().default(''), blocks });
type Message = z.infer<typeof message>;
const view = z.looseObject({ title: textObject.optional(), blocks });
type View = z.infer<typeof view>;
const logEntry = z.object({ direction: z.string(), kind: z.string(), summary: z.string() });
const pushed = z.discriminatedUnion('t', [
  z.object({ t: z.literal('message'), message }),
  z.object({ t: z.literal('view'), stack: z.array(view).default([]) }),
  z.object({ t: z.literal('view_errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ t: z.literal('home'), view }),
  z.object({ t: z.literal('log'), entry: logEntry }),
]);
type Pushed = z.infer<typeof pushed>;

const seen: Pushed[] = [];
const failures: string[] = [];

async function connect(): Promise<WebSocket> {
  if (typeof WebSocket === 'undefined') throw new Error('Node 20 needs NODE_OPTIONS=--experimental-websocket');
  const socket = new WebSocket(`${BASE.replace(/^http/, 'ws')}/ui`);
  socket.addEventListener('message', ({ data }) => {
    const parsed = pushed.safeParse(JSON.parse(String(data)));
    if (parsed.success) seen.push(parsed.data);
  });
  await new Promise<void>((done, fail) => {
    socket.addEventListener('open', () => done());
    socket.addEventListener('error', () => fail(new Error(`No emulator answers at ${BASE}`)));
  });
  return socket;
}

const socket = await connect();

/** What the emulator shows after something is done, once it reads as expected; null and a failure otherwise. */
async function after<T>(
  name: string,
  act: Record<string, unknown>,
  expected: RegExp,
  of: (event: Pushed) => T | null,
): Promise<T | null> {
  const from = seen.length;
  const began = performance.now();
  socket.send(JSON.stringify({ user: ASKER, channel: CHANNEL, ...act }));
  while (performance.now() - began < WAIT_MS) {
    for (const event of seen.slice(from)) {
      const found = of(event);
      if (found === null || !expected.test(JSON.stringify(found))) continue;
      process.stdout.write(`ok    ${name} (${Math.round(performance.now() - began)} ms)\n`);
      return found;
    }
    await sleep(10);
  }
  failures.push(name);
  const shown = JSON.stringify(
    seen
      .slice(from)
      .map(of)
      .find((found) => found !== null) ?? 'nothing came',
  );
  process.stdout.write(`FAIL  ${name}: ${shown.slice(0, 300)}\n`);
  return null;
}

const messageOf = (event: Pushed): Message | null => (event.t === 'message' ? event.message : null);
const viewOf = (event: Pushed): View | null => (event.t === 'view' ? (event.stack.at(-1) ?? null) : null);

const command = (name: string, text: string, expected: RegExp, user = ASKER) =>
  after(`${name} ${text}`.trim(), { t: 'slash_command', command: name, text, user }, expected, messageOf);

/** A button by its action, or a choice of the account's menu by its value. */
function elementOf(shown: Message, id: string): Record<string, unknown> {
  for (const { block_id, elements = [] } of shown.blocks) {
    for (const one of elements) {
      if (one.action_id === id) return { ...one, block_id };
      const choice = one.options?.find(({ value }) => value === id);
      if (choice) return { ...one, block_id, selected_option: choice, name: id };
    }
  }
  throw new Error(`The message has no ${id}`);
}

const press = <T>(shown: Message, action: Record<string, unknown>, expected: RegExp, of: (event: Pushed) => T | null) =>
  after(
    `press ${action['name'] ?? action['action_id']}`,
    { t: 'block_action', messageTs: shown.ts, action },
    expected,
    of,
  );

/** The fields of a form, filled in by the last part of their action ids; others keep what they held. */
function filled(form: View, values: Readonly<Record<string, Record<string, unknown>>>): Record<string, unknown> {
  const inputs = form.blocks.flatMap(({ block_id: id, element: field }) =>
    id === undefined || field?.action_id === undefined ? [] : [{ id, field, action: field.action_id }],
  );
  return Object.fromEntries(
    inputs.map(({ id, field, action }) => {
      const given = values[action.split(':').at(-1) ?? ''] ?? { value: field.initial_value ?? null };
      return [id, { [action]: { type: field.type, ...given } }];
    }),
  );
}

const submit = <T>(
  name: string,
  form: View,
  values: Readonly<Record<string, Record<string, unknown>>>,
  expected: RegExp,
  of: (event: Pushed) => T | null,
) => after(`submit ${name}`, { t: 'view_submit', values: filled(form, values) }, expected, of);

await command('/utilization', '', /Seat utilization/);
await command('/utilization', 'renews:&lt;90d', /renews within 90 d/);
await command('/pulse', 'today', /Seats at risk/);
await command('/pulse', 'help', /\/pulse details/);
await command('/pulse', 'frobnicate', /I do not know/);
await command('/nonsense', '', /I do not know/);
await command('/health', 'nosuchaccount', /No account fits/);
await command('/health', 'acme', /only answers full members/, 'U0OTHERBOT');
const card = await command('/health', 'megacorp', /Megacorp/);
if (card !== null) {
  await press(card, elementOf(card, 'v1:why'), /points|score/i, messageOf);
  await press(card, elementOf(card, 'v1:acknowledge'), /taken already|You took|no alert/i, messageOf);
  await press(card, { type: 'button', action_id: 'v0:gone', value: 'megacorp' }, /older version/, messageOf);
  const snooze = await press(card, elementOf(card, 'v1:snooze'), /How long/, viewOf);
  if (snooze !== null) {
    const change = { selected_option: { value: 'change' } };
    const errorsOf = (event: Pushed) => (event.t === 'view_errors' ? event.errors : null);
    const past = { until: { selected_option: { value: 'date' } }, day: { selected_date: '2020-01-01' } };
    await submit('a snooze until a past day', snooze, { ...past, reason: { value: 'later' } }, /not ahead/, errorsOf);
    await submit('a snooze without a reason', snooze, { until: change }, /Say why/, errorsOf);
    await submit('a snooze', snooze, { until: change, reason: { value: 'a call is planned' } }, /Snoozed/, viewOf);
  }
  const draft = await press(card, elementOf(card, 'v1:draft_email'), /Subject/, viewOf);
  const subject = { subject: { value: 'An edited subject' }, reason: { value: 'they asked' } };
  if (draft !== null) await submit('an edited draft', draft, subject, /Recorded as sent.*An edited subject/, viewOf);
  const share = await press(card, elementOf(card, 'v1:share'), /conversations_select/, viewOf);
  const target = { channel: { selected_conversation: CHANNEL } };
  if (share !== null) await submit('a share that nobody can judge', share, target, /cannot get account data/, viewOf);
}
await after('App Home', { t: 'open_home' }, /My book/, (event) => (event.t === 'home' ? event.view : null));

const notes = seen.flatMap((event) => (event.t === 'log' && event.entry.direction === 'internal' ? [event.entry] : []));
for (const note of new Set(notes.map(({ summary }) => summary))) process.stdout.write(`note  emulator: ${note}\n`);
process.stdout.write(failures.length === 0 ? 'all as expected\n' : `${failures.length} not as expected\n`);
socket.close();
process.exitCode = failures.length === 0 ? 0 : 1;
