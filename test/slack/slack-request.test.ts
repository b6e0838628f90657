import { describe, expect, it } from 'vitest';
import { menuBlockId } from '../../src/slack/action-ids.ts';
import { readCommand, readInteraction } from '../../src/slack/slack-request.ts';

const NUL = '\u0000';
const user = { id: 'U0DANA' };

describe('what somebody wrote', () => {
  it('has no NUL, which no query could take, wherever it stands', () => {
    expect(readCommand({ command: '/health', text: `ac${NUL}me`, user_id: 'U0DANA' }).value).toBe('acme');
    const type = 'block_actions';
    const pressed = { action_id: 'v1:why', value: `4${NUL}2` };
    expect(readInteraction({ type, user, actions: [pressed] }).value).toBe('42');
    const chosen = { action_id: 'v1:pick_why', selected_option: { value: `${NUL}42` } };
    expect(readInteraction({ type, user, actions: [chosen] }).value).toBe('42');
    const menu = {
      action_id: 'v1:account_menu',
      block_id: menuBlockId(`4${NUL}2`),
      selected_option: { value: 'v1:snooze' },
    };
    expect(readInteraction({ type, user, actions: [menu] })).toMatchObject({ target: 'v1:snooze', value: '42' });
    expect(readInteraction({ type: 'block_suggestion', user, action_id: 'a', value: `a${NUL}` }).value).toBe('a');
    expect(readInteraction({ type: 'message_action', user, message: { text: `a${NUL}b` } }).value).toBe('ab');
  });

  it('has none in a modal either', () => {
    const values = { note: { 'v1:input:note': { value: `a${NUL}b` } }, day: { day: { selected_date: `2026${NUL}` } } };
    const view = { id: 'V1', callback_id: 'v1:touch', private_metadata: `${NUL}42`, state: { values } };
    const read = readInteraction({ type: 'view_submission', user, view }).view;
    expect(read?.metadata).toBe('42');
    expect([...(read?.values ?? [])]).toEqual([
      ['v1:input:note', 'ab'],
      ['day', '2026'],
    ]);
  });
});
