import type { Context } from '../app/context.ts';
import { readSqlSource } from '../app/sql/read-source.ts';
import type { SqlReport, SqlSource } from '../app/sql/sql-source.ts';
import type { Config } from '../config.ts';
import { sqlIntake } from '../ingest/sql/store-rows.ts';
import type { SqlJobSource } from '../jobs/jobs/sql.ts';
import { runnerName } from '../lib/runner-name.ts';

/** Address of a source, or what is wrong with the variable that holds it. */
export type SqlAddress = { readonly url: string } | { readonly problem: string; readonly remedy: string };

export function sqlAddress(config: Pick<Config, 'variable'>, { name, urlEnv }: SqlSource): SqlAddress {
  const url = config.variable(urlEnv);
  const remedy = `set ${urlEnv} to an address such as postgres://user:password@host:5432/database`;
  if (url === null) return { problem: `${name} is not read: ${urlEnv} is not set`, remedy };
  if (/^postgres(ql)?:\/\/\S+$/.test(url)) return { url };
  return { problem: `${name} is not read: ${urlEnv} holds no PostgreSQL address`, remedy };
}

/** The databases of the team that can be read, for the schedule. */
export function sqlJobSources(config: Pick<Config, 'variable'>, sources: readonly SqlSource[]): SqlJobSource[] {
  return sources.flatMap((source) => {
    const address = sqlAddress(config, source);
    if (!('url' in address)) return [];
    return [
      {
        name: source.name,
        read: async ({ ctx, stop }) => {
          const input = { source, url: address.url, intake: sqlIntake, runner: runnerName(), scheduled: true, stop };
          const report = await readSqlSource({ ctx, input });
          if (report) logReport(ctx, report);
        },
      },
    ];
  });
}

function logReport({ log }: Context, { error, queries, source }: SqlReport): void {
  if (error !== null) log.warn({ source, error }, 'A database of the team was not read. It is tried again.');
  for (const {
    error: failure,
    ignoredColumns: _columns,
    samples: _samples,
    withoutMark: _nulls,
    ...counts
  } of queries) {
    if (failure === null) log.info({ source, ...counts }, 'A query of a database of the team was read.');
    else
      log.warn({ source, ...counts, error: failure }, 'A query of a database of the team failed. It is tried again.');
  }
}
