import type { types } from '@slack/bolt';
import type { AccountRef } from '../../app/accounts/account-ref.ts';
import { type Day, daysBetween } from '../../domain/day.ts';
import { renewalGroup } from '../../domain/renewal-group.ts';
import { ACCOUNT_MENU, type ActionName, actionId, menuBlockId } from '../action-ids.ts';
import { plain } from '../mrkdwn.ts';
import { actions, button, plainText } from './layout.ts';

/** At most five: Slack refuses a card whose menu has more. */
const MORE: readonly (readonly [ActionName, string])[] = [
  ['acknowledge', 'Acknowledge'],
  ['growth_plan', 'Growth plan…'],
  ['sentiment', 'Sentiment…'],
  ['override', 'Override…'],
  ['share', 'Share…'],
];

/**
 * What can be done about an account: the frequent things as buttons, the others in a menu; the renewal where it is near
 * on the day.
 */
export function accountActions(account: AccountRef, day: Day): types.ActionsBlock {
  const value = account.accountId;
  const name = spokenName(account);
  const buttons = [
    button({ action: 'draft_email', label: 'Draft email', spoken: `Draft email for ${name}`, value, primary: true }),
    button({ action: 'why', label: 'Why?', spoken: `Why this score for ${name}`, value }),
    button({ action: 'history', label: 'History', spoken: `History of ${name}`, value }),
    button({ action: 'qbr_pack', label: 'QBR pack', spoken: `QBR pack for ${name}`, value }),
    ...(renewsSoon(account, day)
      ? [button({ action: 'renewal', label: 'Renewal', spoken: `Renewal of ${name}`, value })]
      : []),
    button({ action: 'touch', label: 'Log a touch…', spoken: `Log a touch with ${name}`, value }),
    button({ action: 'show_seats', label: 'Seats', spoken: `Seats of ${name}`, value }),
    button({ action: 'snooze', label: 'Snooze…', spoken: `Snooze alerts of ${name}`, value }),
  ];
  return { ...actions([...buttons, moreMenu()]), block_id: menuBlockId(value) };
}

function renewsSoon({ renewsOn }: AccountRef, day: Day): boolean {
  return renewsOn !== null && renewalGroup(daysBetween(day, renewsOn)) !== null;
}

/** [Acknowledge] and [Snooze…] for one of several accounts; `index` tells the blocks of a message apart. */
export function alertActions(account: AccountRef, index: number): types.ActionsBlock {
  const value = account.accountId;
  const name = spokenName(account);
  return actions([
    button({ action: 'acknowledge', label: 'Acknowledge', spoken: `Acknowledge ${name}`, value, index }),
    button({ action: 'snooze', label: 'Snooze…', spoken: `Snooze alerts of ${name}`, value, index }),
  ]);
}

/** Names the action of each choice; the account is in the id of the block. */
function moreMenu(): types.Overflow {
  return {
    type: 'overflow',
    action_id: ACCOUNT_MENU,
    options: MORE.map(([name, label]) => ({ text: plainText(label, 75), value: actionId(name) })),
  };
}

function spokenName({ name, accountId }: AccountRef): string {
  return plain(name, { max: 15, fallback: accountId });
}
