import type { App } from '@slack/bolt';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = (action: string) => ({ type: 'button' as const, text: plain(action), action_id: action, value: 'acme' });

/** Listeners of every kind; what arrives is added to `seen`. */
export function registerSampleApp(app: App, seen: Record<string, unknown>[]): void {
  app.command('/health', async ({ ack, command, respond, client: web }) => {
    seen.push({ ...command });
    if (command.text === 'ack') {
      await ack({ text: 'by *ack*', response_type: 'ephemeral' });
      return;
    }
    await ack();
    if (command.text === 'slow') {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const view = { type: 'modal' as const, title: plain('T'), blocks: [] };
      await web.views.open({ trigger_id: command.trigger_id, view });
      const again = await web.views.open({ trigger_id: command.trigger_id, view }).catch((error) => error.data);
      seen.push(again);
      return;
    }
    const shared = command.text === 'share';
    await respond({
      text: shared ? 'for all' : 'by url',
      response_type: shared ? 'in_channel' : 'ephemeral',
      blocks: [{ type: 'actions', block_id: 'act', elements: [button('open'), button('replace'), button('push')] }],
    });
  });
  app.action('open', async ({ ack, body, client: web }) => {
    seen.push({ ...body });
    await ack();
    if (body.type === 'block_actions') {
      await web.views.open({ trigger_id: body.trigger_id, view: draftModal('First') });
    }
  });
  app.action('replace', async ({ ack, respond }) => {
    await ack();
    await respond({ text: 'replaced', replace_original: true });
  });
  app.action('pick', async ({ ack, body }) => {
    seen.push({ ...body });
    await ack();
  });
  app.options<'block_suggestion'>({ type: 'block_suggestion', action_id: 'account' }, async ({ ack, options }) => {
    seen.push({ ...options });
    const names = ['acme', 'megacorp'].filter((name) => name.includes(options.value));
    await ack({ options: names.map((name) => ({ text: plain(name.toUpperCase()), value: name })) });
  });
  app.view('draft', async ({ ack, view }) => {
    seen.push({ ...view });
    const subject = view.state.values['subject']?.['subject']?.value ?? '';
    if (subject === 'bad') {
      await ack({ response_action: 'errors', errors: { subject: 'Say it differently.' } });
    } else if (subject === 'push') {
      await ack({ response_action: 'push', view: draftModal('Second') });
    } else if (subject === 'update') {
      await ack({ response_action: 'update', view: draftModal('Changed') });
    } else if (subject === 'clear') {
      await ack({ response_action: 'clear' });
    } else {
      await ack();
    }
  });
  app.view({ callback_id: 'draft', type: 'view_closed' }, async ({ ack, body }) => {
    seen.push({ ...body });
    await ack();
  });
  app.shortcut('look_up', async ({ ack, shortcut }) => {
    seen.push({ ...shortcut });
    await ack();
  });
  app.shortcut('keep', async ({ ack, shortcut }) => {
    seen.push({ ...shortcut });
    await ack();
  });
  app.event('app_home_opened', async ({ event, client: web }) => {
    const blocks = [{ type: 'header', text: plain('My book') }];
    await web.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
  app.event('app_mention', async ({ event, say }) => {
    await say({ text: `hello <@${event.user ?? ''}>`, thread_ts: event.ts });
  });
  app.message(async ({ message, say }) => {
    seen.push({ ...message });
    await say('in the DM');
  });
}

/** A modal with a required text, a searched account and a menu that reports at once. */
export function draftModal(title: string) {
  return {
    type: 'modal' as const,
    callback_id: 'draft',
    notify_on_close: true,
    title: plain(title),
    submit: plain('Send'),
    blocks: [
      {
        type: 'input' as const,
        block_id: 'subject',
        label: plain('Subject'),
        element: { type: 'plain_text_input' as const, action_id: 'subject' },
      },
      {
        type: 'input' as const,
        block_id: 'account',
        optional: true,
        label: plain('Account'),
        element: { type: 'external_select' as const, action_id: 'account', min_query_length: 1 },
      },
      {
        type: 'input' as const,
        block_id: 'pick',
        optional: true,
        dispatch_action: true,
        label: plain('Pick'),
        element: {
          type: 'static_select' as const,
          action_id: 'pick',
          initial_option: { text: plain('One'), value: '1' },
          options: [
            { text: plain('One'), value: '1' },
            { text: plain('Two'), value: '2' },
          ],
        },
      },
    ],
  };
}
