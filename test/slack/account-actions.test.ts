import { describe, expect, it } from 'vitest';
import { accountActions, alertActions } from '../../src/slack/messages/account-actions.ts';
import { checkMessageBlocks } from '../../src/workspace/blocks/check-blocks.ts';
import type { JsonObject } from '../../src/workspace/json.ts';

const ACCOUNT = {
  accountId: 'acme',
  name: `Acme ${'& Sons '.repeat(30)}`,
  domain: 'acme.example',
  plan: null,
  owner: null,
  renewsOn: null,
};

/** As it is sent. */
function sent(block: object): JsonObject {
  return JSON.parse(JSON.stringify(block));
}

describe('what can be done about an account', () => {
  it('stays within what Slack takes, whatever the name', () => {
    expect(checkMessageBlocks([sent(accountActions(ACCOUNT, '2026-03-01')), sent(alertActions(ACCOUNT, 1))])).toEqual(
      [],
    );
  });

  it('would be refused with a sixth choice in the menu', () => {
    const block = accountActions(ACCOUNT, '2026-03-01');
    const elements = block.elements.map((element) =>
      element.type === 'overflow'
        ? { ...element, options: [...element.options, { ...element.options[0], value: 'sixth' }] }
        : element,
    );
    expect(checkMessageBlocks([sent({ ...block, elements })])).toEqual([expect.stringContaining('5')]);
  });
});
