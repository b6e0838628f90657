import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { App } from '@slack/bolt';
import { parseActionId, parseCallbackId, SUGGEST_ACCOUNTS } from './action-ids.ts';
import { ACTIONS } from './actions/index.ts';
import { suggestedOptions } from './actions/suggest-accounts.ts';
import { recordAction, recordCommand } from './audited.ts';
import { commandText } from './commands/command-text.ts';
import { COMMANDS } from './commands/index.ts';
import { EVENTS } from './events.ts';
import { failureMessage, withinDeadline } from './failure.ts';
import { answer, modal } from './handling.ts';
import { notice, OUTDATED_TEXT, SENT_TEXT, unknownWord } from './messages/notices.ts';
import { outcomeOf, said, type Work } from './outcome-of.ts';
import type { Registration } from './registration.ts';
import { SHORTCUTS } from './shortcuts.ts';
import { readCommand, readEvent, readInteraction, type SlackRequest } from './slack-request.ts';
import { startTiming, type Timing } from './timing.ts';
import { hasField } from './views/fields.ts';
import { VIEWS } from './views/index.ts';
import { loadingModal, noticeModal } from './views/notice-view.ts';
import { todayOf } from './views/today.ts';

const SUGGEST_MS = 2500;
const ANY = /^/;

/** Slack puts the loading text of the acknowledgement in place first; an earlier outcome would be lost under it. */
const ACK_LEAD_MS = 250;

/**
 * One listener for each kind of thing Slack sends. All of them acknowledge first, then check who asks, run the handler
 * from the registries, and show its outcome; this is the only place that catches what handlers throw.
 */
export function registerListeners(app: App, registration: Registration): void {
  const { inFlight, metrics } = registration;

  app.command(ANY, async ({ ack, body, context }) => {
    const timing = startTiming(metrics, 'command', context);
    await ack();
    timing.acknowledged(body.command);
    await inFlight.track(handle(registration, body, readCommand, commandWork, { timing }));
  });

  app.action(ANY, async ({ ack, body, context }) => {
    const timing = startTiming(metrics, 'action', context);
    await ack();
    timing.acknowledged(clickedId(body));
    const opens = ({ target }: SlackRequest) => actionOf(target)?.opens ?? null;
    await inFlight.track(handle(registration, body, readInteraction, actionWork, { timing, opens }));
  });

  app.view({ callback_id: ANY, type: 'view_submission' }, async ({ ack, body, context, view }) => {
    const timing = startTiming(metrics, 'view', context);
    const errors = await fieldErrors(registration, body);
    if (errors !== null) {
      await ack({ response_action: 'errors', errors });
      return timing.acknowledged(view.callback_id);
    }
    const title = viewOf(view.callback_id)?.title;
    const shown = title === undefined ? noticeModal('CS pulse', notice(OUTDATED_TEXT)) : loadingModal(title);
    await ack({ response_action: 'update', view: shown });
    timing.acknowledged(view.callback_id);
    await inFlight.track(
      handle(registration, body, readSubmission, viewWork, { timing, leadMs: ACK_LEAD_MS, fresh: true, isForm: true }),
    );
  });

  app.view({ callback_id: ANY, type: 'view_closed' }, async ({ ack }) => ack());

  app.shortcut(ANY, async ({ ack, body, context }) => {
    const timing = startTiming(metrics, 'shortcut', context);
    await ack();
    timing.acknowledged(body.callback_id);
    const opens = ({ target }: SlackRequest) => shortcutOf(target)?.title ?? null;
    await inFlight.track(handle(registration, body, readInteraction, shortcutWork, { timing, opens }));
  });

  // The options are the acknowledgement: nothing to send before the look-up.
  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: ANY }, async ({ ack, body, context }) => {
    const timing = startTiming(metrics, 'options', context);
    await ack({ options: await inFlight.track(suggest(registration, body)) });
    timing.acknowledged(body.action_id);
  });

  app.event(ANY, async ({ body, context }) => {
    const timing = startTiming(metrics, 'event', context);
    timing.answered(await inFlight.track(handleEvent(registration, body)));
  });
}

interface HandleOptions {
  readonly timing: Timing;
  /** Title of a modal that is opened on the spot. */
  readonly opens?: (request: SlackRequest) => string | null;
  /** The outcome is shown no earlier than this. */
  readonly leadMs?: number;
  /** A modal was submitted: the same form is taken once. */
  readonly isForm?: boolean;
  /** Who asks is looked up anew: it is done, not only shown, and the form may have been open for long. */
  readonly fresh?: boolean;
}

async function handle(
  registration: Registration,
  body: unknown,
  read: (body: unknown) => SlackRequest,
  work: Work,
  { timing, opens = () => null, leadMs = 0, fresh = false, isForm = false }: HandleOptions,
): Promise<void> {
  const { surfaces, deliveries, home } = registration;
  // One id in every line about this request.
  const log = registration.log.child({ request: randomBytes(4).toString('hex') });
  try {
    const lead = leadMs === 0 ? null : setTimeout(leadMs);
    if (await deliveries.isRepeat(body)) return;
    const request = read(body);
    const title = opens(request);
    // Slack's trigger does not wait for the look-up of the person; the loading text tells nothing.
    const opening = title === null ? Promise.resolve(null) : surfaces.openLoading(request, title);
    const isTaken = isForm && (await deliveries.isResubmission(request));
    const outcome = isTaken
      ? said(request, SENT_TEXT)
      : await outcomeOf({ ...registration, log }, request, {
          work,
          fresh,
          deadlineMs: actionOf(request.target)?.deadlineMs,
        });
    const view = await opening;
    await lead;
    if (outcome !== null) await surfaces.show(request, outcome, view);
    timing.answered(request.target);
    await home.follow(request);
  } catch (error) {
    failureMessage(error, log, 'answering');
  }
}

const commandWork: Work = async (handling) => {
  const { target, value } = handling.request;
  const command = COMMANDS.find(({ name }) => name === target);
  if (command) {
    const text = commandText(value);
    // Nothing is shown before both lines are kept; that of the question need not wait for the answer.
    const [message] = await Promise.all([command.run(handling, text), recordCommand(handling, text)]);
    return answer(message);
  }
  const known = COMMANDS.map(({ name }) => name);
  return answer(unknownWord(target, known, null));
};

const actionWork: Work = async (handling) => {
  const { request } = handling;
  const action = actionOf(request.target);
  if (!action) return said(request, OUTDATED_TEXT);
  const outcome = await action.run(handling);
  await recordAction(handling);
  return outcome;
};

const viewWork: Work = async (handling) => {
  const view = viewOf(handling.request.target);
  return view ? modal(await view.run(handling)) : null;
};

const shortcutWork: Work = async (handling) => {
  const { request } = handling;
  const shortcut = shortcutOf(request.target);
  return shortcut ? modal(shortcut.run(handling)) : said(request, OUTDATED_TEXT);
};

async function suggest(registration: Registration, body: unknown) {
  const { ctx, deps, client, permissions, pulseChannel, log } = registration;
  try {
    const request = readInteraction(body);
    const work = async () => {
      const access = await permissions.check(request.userId);
      if (!access.allowed || request.target !== SUGGEST_ACCOUNTS) return [];
      return suggestedOptions({ ctx, deps, client, asker: access.asker, request, pulseChannel, log });
    };
    return await withinDeadline(work(), SUGGEST_MS);
  } catch (error) {
    failureMessage(error, log, 'suggestions');
    return [];
  }
}

/** The name of the event, as the app subscribes to it. */
async function handleEvent(registration: Registration, body: unknown): Promise<string> {
  // One id in every line about this event.
  const log = registration.log.child({ request: randomBytes(4).toString('hex') });
  try {
    const event = readEvent(body);
    const handler = Object.hasOwn(EVENTS, event.type) ? EVENTS[event.type] : undefined;
    if (!(await registration.deliveries.isRepeat(body))) await handler?.({ ...registration, log }, event, body);
    return event.type;
  } catch (error) {
    failureMessage(error, log, 'event');
    return '';
  }
}

/** What a member has to correct while the modal stays open; null: nothing, or the handler tells them who may ask. */
async function fieldErrors(
  { ctx, permissions, log }: Registration,
  body: unknown,
): Promise<Record<string, string> | null> {
  try {
    const { target, userId, view } = readInteraction(body);
    const check = viewOf(target)?.check;
    if (view === null || check === undefined) return null;
    const errors = Object.entries(check(view, todayOf(ctx)));
    // Slack shows no complaint at all when one is about a field that an older form does not have.
    if (errors.length === 0 || errors.some(([field]) => !hasField(view, field))) return null;
    const { allowed } = await withinDeadline(permissions.check(userId), SUGGEST_MS);
    return allowed ? Object.fromEntries(errors) : null;
  } catch (error) {
    failureMessage(error, log, 'checking a form');
    return null;
  }
}

/** The acknowledgement has already replaced the modal: the hash that came with it is that of a former one. */
function readSubmission(body: unknown): SlackRequest {
  const request = readInteraction(body);
  return request.view === null ? request : { ...request, view: { ...request.view, hash: null } };
}

/** What was clicked or chosen, as far as the body can be read. */
function clickedId(body: unknown): string {
  try {
    return readInteraction(body).target;
  } catch {
    return '';
  }
}

function actionOf(target: string) {
  const name = parseActionId(target);
  return ACTIONS.find((action) => action.name === name);
}

function shortcutOf(target: string) {
  return SHORTCUTS.find(({ callbackId }) => callbackId === target);
}

function viewOf(target: string) {
  const name = parseCallbackId(target);
  return VIEWS.find((view) => view.name === name);
}
