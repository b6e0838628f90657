import { parseArgs } from 'node:util';
import type { Context } from '../app/context.ts';
import { COHORT_DIMENSIONS } from '../domain/revenue/cohorts.ts';
import { type Environment, withContext } from './database.ts';
import { type CliIo, EXIT } from './io.ts';
import { healthText, utilizationText } from './report-accounts.ts';
import { SEAT_PARTS, seatGroupsText } from './report-groups.ts';
import { cohortsText, portfolioText, retentionText } from './report-revenue.ts';

const USAGE = `Usage: cs-pulse report health [--csv | --json]
       cs-pulse report utilization [--by role|department] [--csv | --json]
       cs-pulse report portfolio|retention [--from YYYY-MM] [--to YYYY-MM] [--csv | --json]
       cs-pulse report cohorts [--by month|industry|size|plan] [--csv | --json]`;

type ReportKind = 'utilization' | 'health' | 'portfolio' | 'cohorts' | 'retention';
export type ReportFormat = 'csv' | 'json' | 'text';

export interface ReportOptions {
  /** Months 'YYYY-MM', of the portfolio and retention. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Of cohorts (months of first payment unless said otherwise) and utilization (accounts unless said otherwise). */
  readonly by?: string | undefined;
}

interface Kind {
  readonly takes: readonly (keyof ReportOptions)[];
  /** What `by` may be. */
  readonly groups?: readonly string[];
  readonly text: (ctx: Context, format: ReportFormat, options: ReportOptions) => Promise<string>;
}

const KINDS: Readonly<Record<ReportKind, Kind>> = {
  utilization: {
    takes: ['by'],
    groups: SEAT_PARTS,
    text: (ctx, format, { by }) => {
      const part = SEAT_PARTS.find((one) => one === by);
      return part === undefined ? utilizationText(ctx, format) : seatGroupsText(ctx, format, part);
    },
  },
  health: { takes: [], text: healthText },
  portfolio: { takes: ['from', 'to'], text: portfolioText },
  cohorts: {
    takes: ['by'],
    groups: COHORT_DIMENSIONS,
    text: (ctx, format, { by = 'month' }) =>
      cohortsText(ctx, format, COHORT_DIMENSIONS.find((one) => one === by) ?? 'month'),
  },
  retention: { takes: ['from', 'to'], text: retentionText },
};

/** Prints a report: 0, or 2 for wrong arguments. */
export async function reportCommand(argv: string[], io: CliIo, env: Environment): Promise<number> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { csv: flag, json: flag, from: text, to: text, by: text } as const;
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  const { csv, json, ...asked } = values;
  const [kind = '', ...rest] = positionals;
  const report = isKind(kind) ? KINDS[kind] : undefined;
  const isForeign = (name: string): boolean => !report?.takes.some((taken) => taken === name);
  if (
    report === undefined ||
    rest.length > 0 ||
    (csv && json) ||
    Object.keys(asked).some(isForeign) ||
    (asked.by !== undefined && !report.groups?.includes(asked.by))
  ) {
    io.err(`${USAGE}\n`);
    return EXIT.usage;
  }
  return withContext(env, async ({ ctx }) => {
    io.out(await report.text(ctx, csv ? 'csv' : json ? 'json' : 'text', asked));
    return EXIT.ok;
  });
}

function isKind(kind: string): kind is ReportKind {
  return Object.hasOwn(KINDS, kind);
}

/** The report as it is printed. */
export function reportText(
  ctx: Context,
  kind: ReportKind,
  format: ReportFormat,
  options: ReportOptions = {},
): Promise<string> {
  return KINDS[kind].text(ctx, format, options);
}
