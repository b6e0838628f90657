import { setTimeout } from 'node:timers/promises';
import type { types } from '@slack/bolt';
import type { Logger } from '../lib/log.ts';
import { type SlackClient, slackErrorOf } from './clients.ts';
import type { Replier } from './delivery.ts';
import { withinDeadline } from './failure.ts';
import type { Outcome } from './handling.ts';
import type { SlackMessage } from './messages/message.ts';
import { plainMessage, sendBlocks } from './plain-view.ts';
import type { SlackRequest } from './slack-request.ts';
import { loadingModal, noticeModal } from './views/notice-view.ts';

const TITLE = 'CS pulse';
/** Slack's answers when a newer version of the modal is already shown, or it was closed. */
const HARMLESS = ['hash_conflict', 'not_found', 'view_not_found'];
/** Slack stumbled: the same view may be taken a moment later, and set twice it is shown once. */
const PASSING = /^(http_5\d\d|request_failed|internal_error|fatal_error|service_unavailable|request_timeout)$/;
const PAUSE_MS = 300;
/** Slack's trigger is worth nothing after that, and the person still waits for a text. */
const OPEN_MS = 3000;
/** For both attempts: what cannot be shown in the modal by then comes as a message. */
const UPDATE_MS = 3500;

export interface Surfaces {
  /** Opens a loading modal on the spot; its view's id, or null when Slack did not take it. */
  openLoading(request: SlackRequest, title: string): Promise<string | null>;
  /** Shows an outcome where the person is: their message, their modal, or a direct message. */
  show(request: SlackRequest, outcome: Outcome, openedView?: string | null): Promise<void>;
}

export function createSurfaces(options: {
  readonly client: SlackClient;
  readonly replier: Replier;
  readonly log: Logger;
}): Surfaces {
  const { client, replier, log } = options;

  const open = async (request: SlackRequest, view: types.ModalView): Promise<string | null> => {
    if (request.triggerId === null) return null;
    const trigger = request.triggerId;
    const inModal = request.view !== null && !request.view.isHome;
    try {
      const opening = sendBlocks(view.blocks, (plain) => {
        const call = { trigger_id: trigger, view: simpler(view, plain) };
        return inModal ? client.views.push(call) : client.views.open(call);
      });
      const opened = await withinDeadline(opening, OPEN_MS);
      return opened.view?.id ?? null;
    } catch (error) {
      log.info({ reason: slackErrorOf(error) }, 'Slack did not open a modal');
      return null;
    }
  };

  /** Whether the modal shows it, or shows something newer: nobody is left before a loading text. */
  const update = async (viewId: string, view: types.ModalView, hash: string | null): Promise<boolean> => {
    const set = () =>
      sendBlocks(view.blocks, (plain) =>
        client.views.update({ view_id: viewId, view: simpler(view, plain), ...(hash === null ? {} : { hash }) }),
      );
    const setOrTryAgain = () =>
      set().catch(async (error: unknown) => {
        if (!PASSING.test(slackErrorOf(error))) throw error;
        await setTimeout(PAUSE_MS);
        await set();
      });
    try {
      await withinDeadline(setOrTryAgain(), UPDATE_MS);
    } catch (error) {
      const reason = slackErrorOf(error);
      if (HARMLESS.includes(reason)) return true;
      log.warn({ reason }, 'Slack took no form of a modal, answering with a message');
      return false;
    }
    return true;
  };

  const reply = (request: SlackRequest, message: SlackMessage, replace: boolean): Promise<void> =>
    replier.reply(request, message, { replace: replace && request.ephemeral });

  return {
    openLoading: (request, title) => open(request, loadingModal(title)),
    async show(request, outcome, openedView = null) {
      const view = outcome.kind === 'modal' ? outcome.view : null;
      if (openedView !== null) {
        const modal = view ?? noticeModal(TITLE, messageOf(outcome));
        if (!(await update(openedView, modal, null))) await reply(request, plainMessage(modal.blocks), false);
        return;
      }
      if (view !== null && request.view !== null && !request.view.isHome) {
        if (!(await update(request.view.id, view, request.view.hash))) {
          await reply(request, plainMessage(view.blocks), false);
        }
        return;
      }
      const message = messageOf(outcome);
      const homeless = request.responseUrl === null && request.channelId === null;
      if ((view !== null || homeless) && (await open(request, view ?? noticeModal(TITLE, message))) !== null) return;
      await reply(request, message, outcome.kind === 'message' && outcome.replace === true);
    },
  };
}

/** The view with plain blocks, which have nothing to submit; the view itself without them. */
function simpler(view: types.ModalView, plain: types.KnownBlock[] | null): types.ModalView {
  if (plain === null) return view;
  const { submit: _submit, ...rest } = view;
  return { ...rest, blocks: plain };
}

function messageOf(outcome: Outcome): SlackMessage {
  if (outcome.kind === 'message') return outcome.message;
  const text = 'Slack did not open the window in time. Please press the button again.';
  return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }], classic: null };
}
