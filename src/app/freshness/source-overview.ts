import { loadSourceOverview } from '../../store/sources.ts';
import type { Context } from '../context.ts';
import { sourceFaults } from './source-faults.ts';

/** What is known of one source. */
export interface SourceOverview {
  readonly source: string;
  /** Since the newest of its signals happened; null: none has reached an account. */
  readonly ageSeconds: number | null;
  /** Since anything came, stored or not; null: nothing has. */
  readonly receivedSecondsAgo: number | null;
  /** Counted signals by when they happened: people's activity and facts, not what programs did. */
  readonly last24Hours: number;
  readonly last7Days: number;
  /** Signals that are kept until their account is known. */
  readonly waiting: number;
}

/** Every source that has sent anything, by name. */
export async function sourceOverview({
  ctx,
}: {
  readonly ctx: Pick<Context, 'db' | 'now'>;
}): Promise<SourceOverview[]> {
  const now = ctx.now();
  const ago = (at: Date | null): number | null =>
    at === null ? null : Math.max(0, Math.floor((now.getTime() - at.getTime()) / 1000));
  return (await loadSourceOverview(ctx.db, now)).map((row) => ({
    source: row.source,
    ageSeconds: ago(row.newest_at),
    receivedSecondsAgo: ago(row.last_received_at),
    last24Hours: row.last_24_hours,
    last7Days: row.last_7_days,
    waiting: row.waiting,
  }));
}

/** Names of the sources that look broken now. */
export async function brokenSources({ ctx }: { readonly ctx: Context }): Promise<ReadonlySet<string>> {
  return new Set((await sourceFaults(ctx)).map(({ source }) => source));
}
