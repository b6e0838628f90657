import type { types } from '@slack/bolt';
import type { Context } from '../app/context.ts';
import type { Logger } from '../lib/log.ts';
import { type ActionName, parseActionId } from './action-ids.ts';
import { type SlackClient, slackErrorOf } from './clients.ts';
import type { SlackDeps } from './deps.ts';
import { failureMessage, withinDeadline } from './failure.ts';
import { notice, REFUSAL_TEXT, UNVERIFIED_TEXT } from './messages/notices.ts';
import type { Permissions } from './permissions.ts';
import { sendBlocks } from './plain-view.ts';
import type { SlackRequest } from './slack-request.ts';
import { homeNotice, homeView, homeWithoutAccounts } from './views/home-view.ts';

const WORK_MS = 8000;
/** How long after it was opened a person's Home is kept up to date. */
const OPEN_MS = 3_600_000;
const MOST_OPEN = 5000;

/** Buttons after which somebody's book, drafts or settings are others, wherever they stand. */
const CHANGING: readonly ActionName[] = [
  'acknowledge',
  'wake',
  'end_growth_plan',
  'end_override',
  'dm_digest',
  'draft_link',
  'draft_copy',
  'draft_objection',
  'draft_persona',
  'draft_template',
  'draft_contact',
  'draft_polish',
];

export interface Home {
  /** Shows a person's book, and keeps it up to date for an hour. */
  open(userId: string): Promise<void>;
  /** After something was answered: shows the book again when it may have changed. */
  follow(request: SlackRequest): Promise<void>;
}

export interface HomeOptions {
  readonly ctx: Context;
  readonly deps: SlackDeps;
  readonly client: SlackClient;
  readonly permissions: Permissions;
  readonly log: Logger;
}

/**
 * Publishes App Home. One after the other for each person, and read right before it is published, so that an older
 * state never covers a newer one; whoever comes while one waits is served by that one.
 */
export function createHome(options: HomeOptions): Home {
  const { ctx, deps, permissions, log } = options;
  const openUntil = new Map<string, number>();
  const running = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();

  const publish = async (userId: string): Promise<void> => {
    const view = await viewOf(options, userId);
    try {
      await sendBlocks(view.blocks, (plain) =>
        options.client.views.publish({
          user_id: userId,
          view: plain === null ? view : { type: 'home', blocks: plain },
        }),
      );
    } catch (error) {
      log.warn({ reason: slackErrorOf(error) }, 'Slack did not take an App Home');
    }
  };

  const refresh = (userId: string): Promise<void> => {
    const queued = waiting.get(userId);
    if (queued !== undefined) return queued;
    const next = (running.get(userId) ?? Promise.resolve()).then(async () => {
      waiting.delete(userId);
      running.set(userId, next);
      await publish(userId);
      if (running.get(userId) === next) running.delete(userId);
    });
    waiting.set(userId, next);
    return next;
  };

  return {
    async open(userId) {
      openUntil.delete(userId);
      openUntil.set(userId, ctx.now().getTime() + OPEN_MS);
      const oldest = openUntil.keys().next();
      if (openUntil.size > MOST_OPEN && !oldest.done) openUntil.delete(oldest.value);
      await refresh(userId);
      const access = await permissions.check(userId);
      if (access.allowed) await deps.audit({ ctx, input: { actor: userId, action: 'home_opened', detail: {} } });
    },
    async follow({ userId, view, target }) {
      // A message, a form and a draft say nothing about whether Home is looked at.
      const isOpen = (openUntil.get(userId) ?? 0) > ctx.now().getTime();
      const isForm = view !== null && target === view.callbackId;
      if (view?.isHome || (isOpen && (isForm || changesBook(target)))) await refresh(userId);
    },
  };
}

function changesBook(target: string): boolean {
  const name = parseActionId(target);
  return name !== null && CHANGING.includes(name);
}

async function viewOf(options: HomeOptions, userId: string): Promise<types.HomeView> {
  const { ctx, deps, permissions, log } = options;
  try {
    const access = await permissions.check(userId);
    if (!access.allowed) return homeNotice(notice(access.why === 'refused' ? REFUSAL_TEXT : UNVERIFIED_TEXT));
    const { money } = access.asker;
    const work = async () => {
      const book = await deps.myBook({ ctx, input: { slackUserId: userId } });
      if (book.owned > 0 || book.alerts.length > 0) return homeView(book, { money });
      return homeWithoutAccounts(book, await deps.healthList({ ctx, input: {} }), { money });
    };
    return await withinDeadline(work(), WORK_MS);
  } catch (error) {
    return homeNotice(failureMessage(error, log, 'App Home'));
  }
}
