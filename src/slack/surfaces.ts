import type { types } from '@slack/bolt';
import type { Logger } from '../lib/log.ts';
import { type SlackClient, slackErrorOf } from './clients.ts';
import type { Replier } from './delivery.ts';
import type { Outcome } from './handling.ts';
import type { SlackMessage } from './messages/message.ts';
import type { SlackRequest } from './slack-request.ts';
import { loadingModal, noticeModal } from './views/notice-view.ts';

const TITLE = 'CS pulse';
/** Slack's answers when a newer version of the modal is already shown, or it was closed. */
const HARMLESS = ['hash_conflict', 'not_found', 'view_not_found'];

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
    const call = { trigger_id: request.triggerId, view };
    const inModal = request.view !== null && !request.view.isHome;
    try {
      const opened = await (inModal ? client.views.push(call) : client.views.open(call));
      return opened.view?.id ?? null;
    } catch (error) {
      log.info({ reason: slackErrorOf(error) }, 'Slack did not open a modal');
      return null;
    }
  };

  const update = async (viewId: string, view: types.ModalView, hash: string | null): Promise<void> => {
    try {
      await client.views.update({ view_id: viewId, view, ...(hash === null ? {} : { hash }) });
    } catch (error) {
      if (!HARMLESS.includes(slackErrorOf(error))) throw error;
    }
  };

  const reply = (request: SlackRequest, message: SlackMessage, replace: boolean): Promise<void> =>
    replier.reply(request, message, { replace: replace && request.ephemeral });

  return {
    openLoading: (request, title) => open(request, loadingModal(title)),
    async show(request, outcome, openedView = null) {
      const view = outcome.kind === 'modal' ? outcome.view : null;
      if (openedView !== null) {
        return update(openedView, view ?? noticeModal(TITLE, messageOf(outcome)), null);
      }
      if (view !== null && request.view !== null && !request.view.isHome) {
        return update(request.view.id, view, request.view.hash);
      }
      const message = messageOf(outcome);
      const homeless = request.responseUrl === null && request.channelId === null;
      if ((view !== null || homeless) && (await open(request, view ?? noticeModal(TITLE, message))) !== null) return;
      await reply(request, message, outcome.kind === 'message' && outcome.replace === true);
    },
  };
}

function messageOf(outcome: Outcome): SlackMessage {
  if (outcome.kind === 'message') return outcome.message;
  const text = 'Slack did not open the window in time. Please press the button again.';
  return { text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }], classic: null };
}
