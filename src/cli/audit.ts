import { parseArgs } from 'node:util';
import type { AuditLine, AuditReport } from '../app/audit/audit-report.ts';
import { type ReadAuditInput, readAudit } from '../app/audit/read-audit.ts';
import type { Context } from '../app/context.ts';
import { AppError } from '../lib/errors.ts';
import { localDayOf, localTimeOf } from '../lib/local-time.ts';
import { cleanText } from '../slack/mrkdwn.ts';
import { type CliIo, EXIT } from './io.ts';

const USAGE = 'Usage: cs-pulse audit [--since D] [--account ID] [--actor U] [--limit N] [--before N] [--json]';
const LIMIT = 100;
const MOST = 1000;

/** @throws AppError `invalid` for arguments that no database is needed to refuse. */
export function readAuditArguments(argv: string[]): { readonly input: ReadAuditInput; readonly json: boolean } {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: argv,
    options: { since: text, account: text, actor: text, limit: text, before: text, json: { type: 'boolean' } },
  });
  const { since, account: accountId, actor } = values;
  if (since !== undefined && !isDay(since)) {
    throw new AppError('invalid', `--since: "${since}" is no day; write it like 2026-03-01.\n${USAGE}`);
  }
  const limit = numberOf('limit', values.limit) ?? LIMIT;
  if (limit > MOST)
    throw new AppError('invalid', `--limit: at most ${MOST}; older lines come with --before.\n${USAGE}`);
  const input = { since, accountId, actor, limit, before: numberOf('before', values.before) };
  return { input, json: values.json === true };
}

/**
 * Prints who looked at what and who changed what, newest first: 0 when it was printed.
 * @throws AppError `invalid` for wrong arguments, `not_found` for an unknown account.
 */
export async function auditCommand(argv: string[], io: CliIo, ctx: Context): Promise<number> {
  const { input, json } = readAuditArguments(argv);
  const report = await readAudit({ ctx, input });
  io.out(json ? `${JSON.stringify(auditJson(report))}\n` : auditText(report));
  return EXIT.ok;
}

function auditText({ lines, before, timeZone }: AuditReport): string {
  if (lines.length === 0) return 'Nothing is recorded for this.\n';
  const shown = lines.map((line) => lineText(line, timeZone));
  const more = before === null ? [] : [`Older lines: --before ${before}`];
  return `${[...shown, ...more].join('\n')}\n`;
}

function lineText({ at, actor, action, account, detail }: AuditLine, timeZone: string): string {
  const when = `${localDayOf(at, timeZone)} ${localTimeOf(at, timeZone)}`;
  const who = actor.name === null ? actor.id : `${actor.name} (${actor.id})`;
  const rest = Object.keys(detail).length === 0 ? [] : [JSON.stringify(detail)];
  return [
    when,
    cleanText(who),
    action,
    cleanText(account?.accountId ?? '-'),
    ...rest.map((text) => cleanText(text)),
  ].join('  ');
}

/** The page as other programs read it. Names are its interface: additions go to the end. */
function auditJson({ lines, before }: AuditReport): Record<string, unknown> {
  return {
    entries: lines.map(({ id, at, actor, action, account, detail }) => ({
      id,
      at: at.toISOString(),
      actor: actor.id,
      actor_name: actor.name,
      action,
      account_id: account?.accountId ?? null,
      detail,
    })),
    before,
  };
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new AppError('invalid', `--${name}: "${text}" is no whole number above 0.\n${USAGE}`);
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
