import type { SourcePulseRow, Watermark } from '../../store/sources.ts';
import { ageMinutesOf } from './age-minutes.ts';
import type { SourceFeed } from './freshness-report.ts';
import { BY_HAND, type FaultySource } from './source-faults.ts';

/** Each source by name, out of what is known of its kinds. */
export function feedsOf(
  marks: readonly Watermark[],
  known: { readonly pulses: readonly SourcePulseRow[]; readonly faults: readonly FaultySource[]; readonly now: Date },
): SourceFeed[] {
  const { faults, now, pulses } = known;
  const names = [...new Set(marks.map(({ source }) => source))].sort();
  return names.map((source) => {
    const ages = marks.filter((mark) => mark.source === source).map((mark) => ageMinutesOf(mark, now));
    const pulse = pulses.find((row) => row.source === source && row.kind === 'activity');
    return {
      source,
      ageMinutes: Math.min(...ages),
      broken: faults.some((fault) => fault.source === source),
      volume: pulse === undefined || source === BY_HAND ? null : volumeOf(pulse),
    };
  });
}

/** Null while there is no such weekday to compare with: a source may be young, or rest on it. */
function volumeOf({ same_weekdays: [lastDay = 0, ...before] }: SourcePulseRow): SourceFeed['volume'] {
  const usual = before.filter((signals) => signals > 0);
  return usual.length === 0 ? null : { lastDay, usualLeast: Math.min(...usual), usualMost: Math.max(...usual) };
}
