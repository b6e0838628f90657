import { parseArgs } from 'node:util';
import type { Context } from '../app/context.ts';
import { listPublished } from '../app/publishing/list-published.ts';
import { pausePublished } from '../app/publishing/pause-published.ts';
import type { PublishedLink } from '../app/publishing/published-report.ts';
import { resumePublished } from '../app/publishing/resume-published.ts';
import { revokePublished } from '../app/publishing/revoke-published.ts';
import { AppError } from '../lib/errors.ts';
import { PAUSED_FOR } from '../words/paused-for.ts';
import { type CliIo, EXIT } from './io.ts';
import { osUser } from './os-user.ts';

const USAGE = `Usage: cs-pulse published list
       cs-pulse published pause|resume|revoke ID   [--json]`;

const CHANGES = { pause: pausePublished, resume: resumePublished, revoke: revokePublished } as const;
type Change = keyof typeof CHANGES;

type PublishedArguments = { readonly json: boolean } & (
  | { readonly action: 'list' }
  | { readonly action: Change; readonly linkId: string }
);

/** @throws AppError `invalid` for arguments that no database is needed to refuse. */
export function readPublishedArguments(argv: string[]): PublishedArguments {
  const options = { json: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  const [action, linkId, ...rest] = positionals;
  const json = values.json === true;
  if (action === 'list' && linkId === undefined) return { action, json };
  if (!isChange(action) || linkId === undefined || rest.length > 0) throw new AppError('invalid', USAGE);
  return { action, linkId, json };
}

/**
 * Lists published dashboards, pauses, resumes and revokes them, and notes in the audit who did. Exit code 0, or 1 when
 * there is no such link that still works.
 * @throws AppError `invalid` for wrong arguments.
 */
export async function publishedCommand(argv: string[], io: CliIo, ctx: Context): Promise<number> {
  const args = readPublishedArguments(argv);
  if (args.action === 'list') return listLinks(args.json, io, ctx);
  const input = { linkId: args.linkId, actor: { id: osUser(), others: true } };
  try {
    const link = await CHANGES[args.action]({ ctx, input });
    io.out(args.json ? `${JSON.stringify(linkJson(link))}\n` : lineOf(link));
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'not_found') throw error;
    io.err(`There is no link "${args.linkId}" that still works. "cs-pulse published list" shows them all.\n`);
    return EXIT.problem;
  }
}

async function listLinks(json: boolean, io: CliIo, ctx: Context): Promise<number> {
  const { links } = await listPublished({ ctx, input: { publishedBy: null } });
  if (json) io.out(`${JSON.stringify(links.map(linkJson))}\n`);
  else if (links.length === 0) io.out('Nothing is published. In Slack: /pulse publish health 7d\n');
  else io.out(links.map(lineOf).join(''));
  return EXIT.ok;
}

function linkJson(link: PublishedLink) {
  return {
    id: link.id,
    kind: link.kind,
    money: link.money,
    state: link.state,
    paused_for: link.pausedFor,
    published_by: link.publishedBy.id,
    published_at: link.publishedAt.toISOString(),
    expires_at: link.expiresAt.toISOString(),
    last_opened_at: link.lastOpenedAt?.toISOString() ?? null,
  };
}

function lineOf(link: PublishedLink): string {
  const { expiresAt, id, kind, lastOpenedAt, money, pausedFor, publishedBy, state } = link;
  const amounts = money ? 'with amounts' : 'without amounts';
  const opened = lastOpenedAt === null ? 'never opened' : `last opened ${lastOpenedAt.toISOString()}`;
  const until = `until ${expiresAt.toISOString()}`;
  const reason = state === 'paused' && pausedFor !== null ? `, paused ${PAUSED_FOR[pausedFor]}` : '';
  return `${id}  ${state.padEnd(7)}  ${kind} ${amounts}  (${until}, by ${publishedBy.id}, ${opened}${reason})\n`;
}

function isChange(action: string | undefined): action is Change {
  return action !== undefined && Object.hasOwn(CHANGES, action);
}
