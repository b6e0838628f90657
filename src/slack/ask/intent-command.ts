import type { AccountView, AskedReport, AskedSeats, Intent } from '../../domain/ask/intent.ts';
import type { Command } from '../commands/command.ts';
import { health } from '../commands/health.ts';
import { pulse } from '../commands/pulse.ts';
import { utilization } from '../commands/utilization.ts';

/** The command that answers a question: there is one way of answering. */
export interface AskedCommand {
  readonly command: Command;
  readonly text: string;
}

const BEFORE: Readonly<Partial<Record<AccountView, string>>> = {
  why: 'why ',
  history: 'history ',
  qbr: 'qbr ',
  renewal: 'renewal ',
};
const AFTER: Readonly<Partial<Record<AccountView, string>>> = {
  seats_by_role: ' by role',
  seats_by_department: ' by department',
};
const OF_HEALTH: readonly AskedReport[] = ['my_accounts'];

/** The command for what a question means; null for a call for help, which has an answer of its own. */
export function commandFor(intent: Intent): AskedCommand | null {
  switch (intent.kind) {
    case 'account': {
      const isSeats = intent.view.startsWith('seats');
      const text = `${BEFORE[intent.view] ?? ''}${quoted(intent.name)}${AFTER[intent.view] ?? ''}`;
      return { command: isSeats ? utilization : health, text };
    }
    case 'seats':
      return { command: utilization, text: seatText(intent) };
    case 'renewals': {
      const whose = intent.mine ? ['mine'] : ownerOf(intent.owner);
      const words = [...(intent.days === null ? [] : [String(intent.days)]), ...whose];
      return { command: pulse, text: ['renewals', ...words].join(' ') };
    }
    case 'report':
      return OF_HEALTH.includes(intent.report)
        ? { command: health, text: 'mine' }
        : { command: pulse, text: intent.report };
    case 'bottom':
      return { command: health, text: `bottom ${intent.count}` };
    case 'cohorts':
      return { command: pulse, text: `cohorts ${intent.by}` };
    case 'define':
      return { command: health, text: `define ${oneLine(intent.term)}` };
    case 'help':
      return null;
  }
}

function seatText({ by, droppedPoints, mine, owner, plan, renewsWithinDays }: AskedSeats): string {
  return [
    ...(by === null ? [] : [`by ${by}`]),
    ...(mine ? ['mine'] : ownerOf(owner)),
    ...(plan === null ? [] : [`plan:${oneLine(plan).replaceAll(' ', '')}`]),
    ...(renewsWithinDays === null ? [] : [`renews:<${renewsWithinDays}d`]),
    ...(droppedPoints === null ? [] : [`dropped:>${droppedPoints} quarter`]),
  ].join(' ');
}

/** A mention as Slack writes it, so that it is shown as a person; an address as it is. */
function ownerOf(owner: string | null): string[] {
  if (owner === null) return [];
  return [`owner:${owner.includes('@') ? oneLine(owner).replaceAll(' ', '') : owner}`];
}

/** In quotes no name is read as a sub-command or a filter. */
function quoted(name: string): string {
  return `"${oneLine(name)}"`;
}

function oneLine(text: string): string {
  return text.replaceAll('"', '').replaceAll('`', "'").replaceAll('\n', ' ').trim();
}
