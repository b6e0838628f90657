import type { DataStand } from '../../app/reports.ts';
import { untrusted } from '../mrkdwn.ts';
import { standLine } from './account-lines.ts';
import { context, message, sections } from './layout.ts';
import type { SlackMessage } from './message.ts';
import { age } from './numbers.ts';

export interface DoctorFacts {
  readonly stand: DataStand;
  readonly pulseChannel: string | null;
  readonly verdict: { readonly allowed: true } | { readonly allowed: false; readonly reason: string } | null;
}

/** How fresh the data is, what is stale, and whether the digest's channel may get it. */
export function doctorMessage({ stand, pulseChannel, verdict }: DoctorFacts): SlackMessage {
  const sources = stand.sources.map(
    ({ source, ageMinutes, stale }) =>
      `${stale ? '⚠ stale' : '✅ fresh'} · ${untrusted(source, { max: 30 })}, last ${age(ageMinutes)} ago`,
  );
  const lines = [
    '*Doctor*',
    ...(sources.length === 0 ? ['⚠ no source has sent anything yet'] : sources.slice(0, 20)),
    stand.live ? '⚠ no snapshot yet: numbers are computed for every answer' : '✅ snapshot of the day is there',
    channelLine(pulseChannel, verdict),
  ];
  return message([...lines, standLine(stand)], [...sections(lines), context(standLine(stand))]);
}

function channelLine(channel: string | null, verdict: DoctorFacts['verdict']): string {
  if (channel === null || verdict === null) return '⚠ no channel for the digest: set PULSE_CHANNEL';
  if (verdict.allowed) return `✅ digest goes to <#${channel}>`;
  return `⚠ the digest’s channel is refused: ${untrusted(verdict.reason, { max: 250 })}`;
}
