import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from '../../app/context.ts';
import { type Finding, fine, problem } from '../../app/doctor/doctor-report.ts';
import type { Reading } from '../../app/reading.ts';
import type { Check } from '../../http/readiness.ts';
import { AppError, messageOf } from '../../lib/errors.ts';
import type { Logger } from '../../lib/log.ts';
import type { Db } from '../../store/db.ts';
import { codeOf, isUnavailable } from '../../store/pg-errors.ts';
import type { ReplicaVerdict } from './judge-replica.ts';
import { measureReplica } from './measure-replica.ts';

/** A verdict is renewed after so long, behind the back of whoever reads by it. */
const FRESH_MS = 2000;
/** By one that is older than this nobody reads. */
const OLD_MS = 10_000;
/** So long somebody who reads waits for a new one, before they read from the primary. */
const PATIENCE_MS = 500;
/** After a read that failed. */
const HOLD_MS = 5000;

export interface ReplicaWatch {
  /** Reads from these connections while the replica is good for it, else where the reader's context is. */
  readingFrom(db: Db): Reading;
  /** Looked at anew where the last look is not fresh; nobody waits long. */
  verdict(): Promise<ReplicaVerdict>;
  check(): Promise<Check>;
}

export interface ReplicaWatchOptions {
  readonly primary: Db;
  /** Connections to measure by. */
  readonly replica: Db;
  readonly log: Logger;
  readonly now: () => Date;
}

interface Known {
  readonly at: number;
  readonly verdict: ReplicaVerdict;
}

const LATE: ReplicaVerdict = {
  usable: false,
  reason: 'it does not answer in time',
  remedy: 'Look at its load and at the network.',
};
const NOT_LOOKED_AT: ReplicaVerdict = { usable: false, reason: 'not looked at yet', remedy: 'Wait a few seconds.' };

/**
 * Keeps an eye on a replica. It is looked at when somebody wants to read, and nobody waits long for that: whenever it
 * cannot be told in time that it is good, reports are read from the primary, and the log says so once.
 */
export function watchReplica({ log, now, primary, replica }: ReplicaWatchOptions): ReplicaWatch {
  let known: Known = { at: Number.NEGATIVE_INFINITY, verdict: NOT_LOOKED_AT };
  let measuring: Promise<void> | null = null;
  let held = Number.NEGATIVE_INFINITY;
  const time = () => now().getTime();

  const learn = (verdict: ReplicaVerdict): void => {
    const was = known.verdict;
    known = { at: time(), verdict };
    if (verdict.usable && !was.usable) log.info('reports are read from the replica');
    if (!verdict.usable && (was.usable || was === NOT_LOOKED_AT)) {
      const { reason, remedy } = verdict;
      log.warn({ reason, remedy }, 'the replica is not used: reports are read from the primary');
    }
  };
  const measure = (): Promise<void> => {
    measuring ??= measureReplica(primary, replica)
      .then(learn)
      .finally(() => {
        measuring = null;
      });
    return measuring;
  };
  const inTime = (renewed: Promise<void>) => Promise.race([renewed, sleep(PATIENCE_MS, undefined, { ref: false })]);
  const ageOf = () => Math.abs(time() - known.at);

  /** How far behind, at most; null: read from the primary. */
  const behind = async (): Promise<number | null> => {
    if (time() < held) return null;
    if (ageOf() >= FRESH_MS) {
      const renewed = measure();
      if (ageOf() >= OLD_MS) await inTime(renewed);
    }
    const { verdict } = known;
    if (!verdict.usable || ageOf() >= OLD_MS) return null;
    // It may have stood still since it was looked at.
    return verdict.behindSeconds + Math.ceil(ageOf() / 1000);
  };
  const failed = (error: unknown): void => {
    held = time() + HOLD_MS;
    learn({ usable: false, reason: `a read failed (${messageOf(error)})`, remedy: 'See the log of the replica.' });
  };
  const verdict = async (): Promise<ReplicaVerdict> => {
    if (time() < held) return known.verdict;
    if (ageOf() >= FRESH_MS) await inTime(measure());
    return ageOf() < OLD_MS ? known.verdict : LATE;
  };

  return {
    readingFrom: (db) => async (ctx, work) => {
      const behindSeconds = await behind();
      if (behindSeconds === null) return work(ctx);
      try {
        return await work(contextOn(ctx, db, behindSeconds));
      } catch (error) {
        if (isNotThereYet(error)) return work(ctx);
        if (!mayBeTheReplica(error)) throw error;
        failed(error);
        return work(ctx);
      }
    },
    verdict,
    check: async () => checkOf(await verdict()),
  };
}

function contextOn(ctx: Context, db: Db, behindSeconds: number): Context {
  return { ...ctx, db, replica: { behindSeconds } };
}

/** What was made a moment ago is asked for: the primary has it. */
function isNotThereYet(error: unknown): boolean {
  return error instanceof AppError && error.code === 'not_found';
}

/** Away, busy with replay, of another schema, or not to be written to. */
function mayBeTheReplica(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'unavailable';
  return isUnavailable(error) || codeOf(error).startsWith('42');
}

function checkOf(verdict: ReplicaVerdict): Check {
  if (verdict.usable) return { state: 'ok', detail: standText(verdict.behindSeconds) };
  const { reason, remedy } = verdict;
  return { state: 'degraded', detail: `reports are read from the primary: ${reason}`, remedy };
}

function standText(behindSeconds: number): string {
  return `reports are read from it, ${behindSeconds} s behind`;
}

/** The same for `cs-pulse doctor`. */
export function replicaFinding(verdict: ReplicaVerdict): Finding {
  if (!verdict.usable) {
    return problem('database', `the replica is not used: ${verdict.reason}`, lowered(verdict.remedy));
  }
  return fine('database', `replica: ${standText(verdict.behindSeconds)}`);
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');
}
