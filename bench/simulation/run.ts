import { type Detection, type Formula, measureWorld, type Stability } from './measure-world.ts';
import { scoreWorld } from './score-world.ts';
import { SEEDS, WORLDS } from './world.ts';

const FORMULAS: readonly Formula[] = ['balanced', 'classic'];
const HEADER = [
  '| world | 7-day drops per stable account-year | 24-h drops | correlation with size | mean score | hard stop, 7-day rule: median day (found, in 7 days) | slow decline, 28-day rule: median day (found) |',
  '|---|---|---|---|---|---|---|',
];

function row(name: string, results: readonly Stability[]): string {
  const each = (write: (stability: Stability) => string): string => results.map(write).join(' / ');
  const cells = [
    each(({ weekDrops }) => weekDrops.toFixed(2)),
    each(({ dayDrops }) => dayDrops.toFixed(2)),
    each(({ sizeCorrelation }) => sizeCorrelation.toFixed(2).replace('-0.00', '0.00').replace('-', '−')),
    each(({ meanScore }) => meanScore.toFixed(0)),
    each(({ stop }) => `${day(stop)} (${stop.found}, ${stop.foundIn7Days})`),
    each(({ decline }) => `${day(decline)} (${decline.found})`),
  ];
  return `| ${[name, ...cells].join(' | ')} |`;
}

function day({ medianDay }: Detection): string {
  return medianDay === null ? '–' : String(medianDay);
}

const lines: Record<Formula, string[]> = { balanced: [], classic: [] };
for (const world of WORLDS) {
  const scored = SEEDS.map((seed) => scoreWorld(world, seed));
  for (const formula of FORMULAS) {
    lines[formula].push(
      row(
        world.name,
        scored.map((accounts) => measureWorld(accounts, formula)),
      ),
    );
  }
}
for (const formula of FORMULAS) {
  console.log([`\n${formula}@1, seeds ${SEEDS.join(' / ')}\n`, ...HEADER, ...lines[formula]].join('\n'));
}
