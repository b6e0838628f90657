import { parseArgs } from 'node:util';
import { brokenSources, type SourceOverview, sourceOverview } from '../app/freshness/source-overview.ts';
import { SECRET_VARIABLES } from '../config.ts';
import type { Source } from '../ingest/source.ts';
import { sources } from '../ingest/sources/index.ts';
import { listApiKeys } from '../store/api-keys.ts';
import { ALL_SOURCES } from '../store/sources.ts';
import { sqlAddress } from '../wiring/sql-side.ts';
import type { CommandContext } from './database.ts';
import { type CliIo, EXIT } from './io.ts';

/** @throws a TypeError of Node's parser for arguments that are not understood. */
export function readSourceListArguments(argv: string[]): { readonly json: boolean } {
  const { values } = parseArgs({ args: argv, options: { json: { type: 'boolean' } } });
  return { json: values.json === true };
}

interface ListedSource {
  readonly name: string;
  /** What lets it in: a variable that is set, a key that is valid; null: a source of another kind, such as files. */
  readonly configured: boolean | null;
  readonly by: string;
  readonly seen: SourceOverview | null;
  readonly broken: boolean;
}

/** Prints every source, what lets it in, and how much of late came when: 0. */
export async function sourceListCommand(argv: string[], io: CliIo, command: CommandContext): Promise<number> {
  const { json } = readSourceListArguments(argv);
  const { ctx, settings } = command;
  const seen = await sourceOverview({ ctx });
  const broken = await brokenSources({ ctx });
  const keys = (await listApiKeys(ctx.db)).filter(({ kind, revoked_at: revoked }) => kind === 'ingest' && !revoked);
  const ours = [...Object.keys(sources), ...settings.sources.sql.map(({ name }) => name)];
  const names = [...new Set([...ours, ...seen.map(({ source }) => source)])];
  const list = names
    .filter((name) => name !== ALL_SOURCES)
    .map((name) => ({
      name,
      ...entry(name, command, keys.length),
      seen: seen.find(({ source }) => source === name) ?? null,
      broken: broken.has(name),
    }));
  io.out(json ? `${JSON.stringify(list.map(listedJson))}\n` : listText(list));
  return EXIT.ok;
}

function entry(
  name: string,
  { config, settings }: CommandContext,
  keys: number,
): Pick<ListedSource, 'by' | 'configured'> {
  const { webhookSecrets: secrets } = config;
  const known: Readonly<Record<string, Source | undefined>> = sources;
  const source = Object.hasOwn(known, name) ? known[name] : undefined;
  const database = settings.sources.sql.find((each) => each.name === name);
  if (database !== undefined) {
    const isSet = 'url' in sqlAddress(config, database);
    return { configured: isSet, by: `${database.urlEnv}${isSet ? '' : ' is not set'}` };
  }
  if (source === undefined) return { configured: null, by: name === 'csv' ? 'files' : 'nothing any more' };
  const isSigned = (each: string): each is keyof typeof secrets => Object.hasOwn(secrets, each);
  const variable = isSigned(name) ? SECRET_VARIABLES[name] : null;
  const isSet = isSigned(name) && secrets[name].length > 0;
  const parts = [
    variable === null ? null : `${variable}${isSet ? '' : ' is not set'}`,
    source.api === undefined ? null : `${keys === 0 ? 'no' : keys} ingest ${keys === 1 ? 'key' : 'keys'}`,
  ];
  return {
    configured: isSet || (source.api !== undefined && keys > 0),
    by: parts.filter((part) => part !== null).join(', '),
  };
}

function listText(list: readonly ListedSource[]): string {
  const head = ['source', 'state', 'last came', '24 h', '7 d', 'waiting', 'let in by'];
  const lines = list.map(({ broken, by, configured, name, seen }) => [
    name,
    broken ? 'BROKEN' : configured === false ? 'off' : seen === null ? 'nothing yet' : 'ok',
    seen === null || seen.receivedSecondsAgo === null ? 'never' : `${ageText(seen.receivedSecondsAgo)} ago`,
    ...[seen?.last24Hours ?? 0, seen?.last7Days ?? 0, seen?.waiting ?? 0].map(String),
    by,
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)));
  const rows = [head, ...lines].map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return `${rows.map((row) => row.trimEnd()).join('\n')}\nWhether one works: cs-pulse source test NAME\n`;
}

/** `40 s`, `3 min`, `2 h`, `5 d`. */
function ageText(seconds: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
  ];
  const unit = units.find(([, size]) => seconds >= size);
  return unit === undefined ? `${seconds} s` : `${Math.floor(seconds / unit[1])} ${unit[0]}`;
}

/** As other programs read it. Names are its interface: additions go to the end. */
function listedJson({ broken, by, configured, name, seen }: ListedSource): Record<string, unknown> {
  return {
    source: name,
    configured,
    let_in_by: by,
    last_received_seconds_ago: seen?.receivedSecondsAgo ?? null,
    last_event_age_seconds: seen?.ageSeconds ?? null,
    last_24_hours: seen?.last24Hours ?? 0,
    last_7_days: seen?.last7Days ?? 0,
    waiting: seen?.waiting ?? 0,
    broken,
  };
}
