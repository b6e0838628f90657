import type { HistoryRow } from '../../store/snapshot-rows.ts';
import type { ScorePoint } from './account-report.ts';
import type { FoundStanding } from './account-standing.ts';

/** Scores of an account's stored days before the day of the numbers, and that day's last; where rules changed is said. */
export function scoreHistory(rows: readonly HistoryRow[], { origin, standing }: FoundStanding): ScorePoint[] {
  const { day, definition, definitionHash: hash } = origin;
  const { scoreTenths } = standing.assessment.health;
  const points = [
    ...rows
      .filter((row) => row.day < day)
      .map((row) => ({
        day: row.day,
        scoreTenths: row.score_tenths,
        band: row.band,
        name: nameOf(row.definition_id, row.definition_version),
        hash: row.definition_hash,
      })),
    { day, scoreTenths, band: standing.band, name: nameOf(definition.id, definition.version), hash },
  ];
  return points.map(({ name, hash: own, ...point }, index) => {
    const before = points[index - 1];
    return before === undefined || before.hash === own
      ? point
      : { ...point, rulesChange: { from: before.name, to: name } };
  });
}

function nameOf(id: string, version: number): string {
  return `${id}@${version}`;
}
