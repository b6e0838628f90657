import { z } from 'zod';
import type { Episode, EpisodeLevel } from '../domain/episodes/episode.ts';
import type { SignalId } from '../domain/episodes/rules/index.ts';

const levelSchema: z.ZodType<EpisodeLevel> = z.custom<EpisodeLevel>(
  (value) => typeof value === 'object' && value !== null,
);
const signalSchema = z.custom<SignalId>((value) => typeof value === 'string');

export const episodeRowSchema = z.strictObject({
  account_no: z.int(),
  account_id: z.string(),
  signal: signalSchema,
  opened_on: z.string(),
  state: z.enum(['open', 'acknowledged', 'snoozed', 'recovered']),
  origin: z.enum(['customer', 'definition', 'override']),
  news: z.boolean(),
  level: levelSchema,
  said_level: levelSchema,
  said_on: z.string(),
  milestone: z.int().nullable(),
  reminded_on: z.string().nullable(),
  escalated_on: z.string().nullable(),
  escalated_to: z.string().nullable(),
  acknowledged_by: z.string().nullable(),
  acknowledged_at: z.date().nullable(),
  snooze_kind: z.enum(['date', 'change', 'renewal']).nullable(),
  snooze_until: z.string().nullable(),
  snooze_reason: z.string().nullable(),
  snoozed_by: z.string().nullable(),
  snoozed_at: z.date().nullable(),
  snooze_level: levelSchema.nullable(),
  recovered_on: z.string().nullable(),
});
export type EpisodeRow = z.infer<typeof episodeRowSchema>;

export const LOG_KINDS = [
  'opened',
  'repeated',
  'acknowledged',
  'snoozed',
  'woken',
  'reminded',
  'escalated',
  'recovered',
] as const;

export const episodeLogSchema = z.strictObject({
  account_id: z.string(),
  signal: signalSchema,
  opened_on: z.string(),
  day: z.string(),
  at: z.date(),
  kind: z.enum(LOG_KINDS),
  actor: z.string(),
  news: z.boolean(),
  why: z.string().nullable(),
});
export type EpisodeLogRow = z.infer<typeof episodeLogSchema>;

/** The episode as the rules see it. */
export function toEpisode(row: EpisodeRow): Episode {
  const { escalated_on: escalatedOn, escalated_to: escalatedTo, snooze_kind: kind, snooze_level: level } = row;
  return {
    signal: row.signal,
    openedOn: row.opened_on,
    state: row.state,
    origin: row.origin,
    news: row.news,
    level: row.level,
    said: row.said_level,
    saidOn: row.said_on,
    milestone: row.milestone,
    remindedOn: row.reminded_on,
    escalated: escalatedOn === null || escalatedTo === null ? null : { on: escalatedOn, to: escalatedTo },
    snooze: kind === null || level === null ? null : { kind, until: row.snooze_until, level },
    recoveredOn: row.recovered_on,
  };
}
