import { DASHBOARD_KINDS, type DashboardKind } from '../../app/publishing/published-report.ts';
import { AppError } from '../../lib/errors.ts';
import type { Handling } from '../handling.ts';
import type { SlackMessage } from '../messages/message.ts';
import { publishedList, publishedMessage } from '../messages/published.ts';

const DAYS = /^(\d{1,3})d$/;
const USAGE =
  'publish: say health, utilization or portfolio, then `money` to show amounts and `7d` for the days, such as `/pulse publish health 7d`.';

interface Wanted {
  readonly kind: DashboardKind;
  readonly money: boolean;
  readonly days: number | null;
}

/** `/pulse publish health|utilization|portfolio [money] [7d]`: a link for people without Slack. */
export async function publishAnswer({ ctx, deps, asker }: Handling, text: string): Promise<SlackMessage> {
  const publisher = { id: asker.userId, money: asker.money };
  return publishedMessage(await deps.publishDashboard({ ctx, input: { ...wantedIn(text), publisher } }));
}

/** `/pulse published`: the asker's links, for admins of the workspace everybody's. */
export async function publishedAnswer({ ctx, deps, asker }: Handling): Promise<SlackMessage> {
  const publishedBy = asker.admin ? null : asker.userId;
  return publishedList(await deps.listPublished({ ctx, input: { publishedBy } }));
}

/** @throws AppError `invalid` that says how it is written. */
function wantedIn(text: string): Wanted {
  const [first = '', ...words] = text
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
  const kind = DASHBOARD_KINDS.find((known) => known === first);
  const days = words.filter((word) => DAYS.test(word));
  const known = words.every((word) => word === 'money' || DAYS.test(word));
  if (kind === undefined || !known || days.length > 1) throw new AppError('invalid', USAGE);
  const [, count] = DAYS.exec(days[0] ?? '') ?? [];
  return { kind, money: words.includes('money'), days: count === undefined ? null : Number(count) };
}
