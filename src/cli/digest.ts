import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Context } from '../app/context.ts';
import type { OutgoingMessage, Publisher } from '../app/delivery/publisher.ts';
import { deliveryState } from '../app/delivery/recent-deliveries.ts';
import { digestKind, TEAM_DIGEST } from '../app/digest/digest-plan.ts';
import type { DigestFilter, DigestReport } from '../app/digest/digest-report.ts';
import { queueDigest } from '../app/digest/queue-digest.ts';
import type { DataNotice } from '../app/freshness/freshness-report.ts';
import type { Day } from '../domain/day.ts';
import { deliverDue } from '../jobs/deliver-due.ts';
import { AppError, messageOf } from '../lib/errors.ts';
import { localDayOf } from '../lib/local-time.ts';
import { type Delivery, findDelivery, type OutboxSlot, type QueueOutcome } from '../store/outbox.ts';
import { dayArgument } from './day-argument.ts';
import { digestJson } from './digest-json.ts';
import { type CliIo, EXIT } from './io.ts';

export interface RollupPreview {
  /** Channel id. */
  readonly channel: string;
  readonly text: string;
}

export interface DigestDeps {
  readonly composeDigest: (call: {
    readonly ctx: Context;
    readonly input: { readonly day: Day; readonly filter?: DigestFilter | undefined };
  }) => Promise<DigestReport>;
  readonly snapshotScores: (call: { readonly ctx: Context; readonly input: { readonly day: Day } }) => Promise<unknown>;
  readonly watchSources: (call: { readonly ctx: Context }) => Promise<unknown>;
  readonly updateEpisodes: DigestDeps['snapshotScores'];
  readonly renderDigest: (report: DigestReport) => OutgoingMessage;
  /** Replies for the thread. */
  readonly renderDetails?: ((report: DigestReport) => Promise<readonly OutgoingMessage[]>) | undefined;
  /** The week's rollup that goes out with the digest of a day; null on days without one. */
  readonly previewRollup?: ((ctx: Context, day: Day) => Promise<RollupPreview | null>) | undefined;
  readonly filter?: DigestFilter | undefined;
  /** The team's digest without a name. */
  readonly name?: string | undefined;
  /** Channel id; null when none is configured. */
  readonly channel: string | null;
  /** Null without Slack tokens. */
  readonly publisher: Publisher | null;
}

interface DigestArguments {
  readonly post: boolean;
  readonly json: boolean;
  readonly day: Day;
}

/** What became of the message, in the words that scripts see. */
type PostState = 'posted' | 'edited' | 'unchanged' | 'deleted' | 'waiting' | 'failed';

const OTHERS_WAIT_MS = 10_000;
const OTHERS_CHECK_MS = 250;
const USAGE = 'Usage: cs-pulse digest [--dry-run | --post] [--date YYYY-MM-DD] [--json]';

/**
 * Shows the digest, or posts it: once per local day and channel, edited in place when it is posted again.
 * @returns the exit code: 1 when Slack refused it, 2 for wrong arguments, 3 when Slack could not be reached.
 */
export async function digestCommand(
  argv: string[],
  io: CliIo,
  { ctx, deps }: { readonly ctx: Context; readonly deps: DigestDeps },
): Promise<number> {
  try {
    const args = readArguments(argv, localDayOf(ctx.now(), ctx.timeZone));
    const target = args.post ? postTarget(deps) : null;
    if (target !== null) await deps.watchSources({ ctx });
    await deps.snapshotScores({ ctx, input: { day: args.day } });
    // A preview writes nothing of what it says.
    if (target !== null) await deps.updateEpisodes({ ctx, input: { day: args.day } });
    const report = await deps.composeDigest({ ctx, input: { day: args.day, filter: deps.filter } });
    const message = deps.renderDigest(report);
    const shown = { report, channel: deps.channel, text: message.text };
    if (target === null) {
      const rollup = (await deps.previewRollup?.(ctx, args.day)) ?? null;
      const texts = [
        message.text,
        ...(rollup === null ? [] : ['', `Weekly rollup, to ${rollup.channel}:`, rollup.text]),
      ];
      io.out(
        args.json
          ? `${JSON.stringify({ ...digestJson(shown), ...(rollup && { rollup }) }, null, 2)}\n`
          : `${texts.join('\n')}\n`,
      );
      return EXIT.ok;
    }
    const { name } = deps;
    const details = (await deps.renderDetails?.(report)) ?? [];
    const posted = await post({ ctx, target, message, day: args.day, details, name, notices: report.notices });
    io.out(
      args.json ? `${JSON.stringify({ ...digestJson(shown), ...posted }, null, 2)}\n` : line(posted, target.channel),
    );
    return exitCode(posted.state);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    io.err(`${error.message}\n`);
    return error.code === 'invalid' ? EXIT.usage : error.code === 'unavailable' ? EXIT.unreachable : EXIT.problem;
  }
}

/** @throws AppError `invalid` for arguments that no database is needed to refuse. */
export function checkDigestArguments(argv: string[]): void {
  readArguments(argv, '9999-12-31');
}

function readArguments(argv: string[], today: Day): DigestArguments {
  const values = parse(argv);
  if (values.post && values['dry-run'])
    throw new AppError('invalid', `Choose --post or --dry-run, not both.\n${USAGE}`);
  const day = dayArgument('--date', values.date, USAGE) ?? today;
  if (day > today) throw new AppError('invalid', `--date ${day} has not begun: today is ${today} for the team.`);
  return { post: values.post ?? false, json: values.json ?? false, day };
}

function parse(argv: string[]) {
  try {
    return parseArgs({
      args: argv,
      options: {
        'dry-run': { type: 'boolean' },
        post: { type: 'boolean' },
        date: { type: 'string' },
        json: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new AppError('invalid', `${messageOf(error)}\n${USAGE}`);
  }
}

interface PostTarget {
  readonly channel: string;
  readonly publisher: Publisher;
}

function postTarget({ channel, publisher }: DigestDeps): PostTarget {
  if (channel === null)
    throw new AppError('invalid', 'PULSE_CHANNEL is not set: give the id of the channel to post to.');
  if (publisher === null)
    throw new AppError('invalid', 'SLACK_BOT_TOKEN is not set: without it nothing can be posted.');
  return { channel, publisher };
}

interface Posted {
  readonly state: PostState;
  readonly reason: string | null;
}

async function post(input: {
  readonly ctx: Context;
  readonly target: PostTarget;
  readonly message: OutgoingMessage;
  readonly day: Day;
  readonly details: readonly OutgoingMessage[];
  readonly name: string | undefined;
  readonly notices: readonly DataNotice[];
}): Promise<Posted> {
  const { ctx, day, details, message, name = TEAM_DIGEST, notices, target } = input;
  const { channel } = target;
  const slot = { kind: digestKind(name), channel, localDate: day };
  const queued = await queueDigest({ ctx, input: { channel, day, details, message, name, notices } });
  const delivery = await delivered({ ctx, target, slot });
  if (delivery?.state === 'failed') return { state: 'failed', reason: delivery.error };
  if (delivery?.state !== 'posted') return { state: 'waiting', reason: delivery?.error ?? 'another process has it' };
  return { state: deliveryState(delivery) === 'deleted' ? 'deleted' : stateOf(queued), reason: delivery.error };
}

/** Another process may be posting this very message: its result is ours, and worth a short wait. */
async function delivered(input: {
  readonly ctx: Context;
  readonly target: PostTarget;
  readonly slot: OutboxSlot;
}): Promise<Delivery | null> {
  const { ctx, slot, target } = input;
  for (let waited = 0; ; waited += OTHERS_CHECK_MS) {
    await deliverDue({ ctx, publisher: target.publisher });
    const delivery = await findDelivery(ctx.db, slot);
    const elsewhere = delivery?.state === 'due' && delivery.error === null;
    if (!elsewhere || waited >= OTHERS_WAIT_MS) return delivery;
    await sleep(OTHERS_CHECK_MS);
  }
}

function stateOf(queued: QueueOutcome): PostState {
  return queued === 'queued' ? 'posted' : queued === 'edit' ? 'edited' : 'unchanged';
}

function line({ reason, state }: Posted, channel: string): string {
  const why = reason === null ? '' : `: ${reason}`;
  const hope = state === 'waiting' ? '. It is tried again by "cs-pulse start", or by this command' : '';
  return `${state} ${channel}${why}${hope}\n`;
}

function exitCode(state: PostState): number {
  if (state === 'failed') return EXIT.problem;
  return state === 'waiting' ? EXIT.unreachable : EXIT.ok;
}
