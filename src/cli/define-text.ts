import type { BandMove, Pair, RulesName, TriedStanding, TryReport } from '../app/try-definition/report.ts';
import { formatTenths } from '../domain/decimal.ts';
import { plain } from '../slack/mrkdwn.ts';
import { BUCKET_LABELS, bandText, CAP_LABELS, COMPONENT_LABELS } from '../words/labels.ts';
import { lost as minus, perMonth, perMonthAndYear } from '../words/numbers.ts';

/** Accounts and terms that a screen can hold; JSON has them all. */
const SHOWN_MOVES = 40;
const SHOWN_TERMS = 3;

const LABELS: Readonly<Record<string, string>> = { ...COMPONENT_LABELS, ...CAP_LABELS, override: 'override' };

/** The dry run for a reader. */
export function tryText(report: TryReport): string {
  const { from, to, days, accounts, rules } = report;
  const head = [
    `${rulesText(rules.tried)} tried against ${rulesText(rules.now)}: ${days} days, ${from} to ${to}, ${accounts} accounts. Nothing was stored.`,
    ...notes(report),
  ];
  const parts = [head, bandLines(report), moveLines(report), otherLines(report)];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function rulesText({ id, version, hash }: RulesName): string {
  return `${id}@${version} (${hash.slice(0, 8)})`;
}

function notes({ rules, activeDiffers }: TryReport): string[] {
  const { now, tried } = rules;
  const sameName = now.id === tried.id && now.version === tried.version && now.hash !== tried.hash;
  return [
    ...(now.hash === tried.hash ? ['These are the rules in force: nothing can differ.'] : []),
    ...(sameName ? ['Both have one id and version: raise the version before you publish them.'] : []),
    ...(activeDiffers
      ? ['The active-user rule differs too, but people are counted by the one in force: that part is not shown here.']
      : []),
  ];
}

function bandLines({ bands, to }: TryReport): string[] {
  const row = (band: string, now: string, tried: string): string =>
    `  ${band.padEnd(12)}${now.padStart(7)}${tried.padStart(8)}`;
  return [
    `Accounts by band on ${to}`,
    row('', 'now', 'tried'),
    ...bands.map(({ band, now, tried }) => row(band, String(now), String(tried))),
  ];
}

function moveLines({ moves }: TryReport): string[] {
  if (moves.length === 0) return ['No account would change its band.'];
  const more = moves.length - SHOWN_MOVES;
  return [
    `Would change band (${moves.length}), largest MRR first`,
    ...moves.slice(0, SHOWN_MOVES).map(moveLine),
    ...(more > 0 ? [`  and ${more} more, see --json`] : []),
  ];
}

function moveLine({ accountId, name, mrr, now, tried, terms }: BandMove): string {
  const shown = terms
    .slice(0, SHOWN_TERMS)
    .map(({ key, pointsTenths }) => `${LABELS[key] ?? key} ${signedTenths(pointsTenths)}`);
  const segment = now.segment === tried.segment ? [] : [`segment ${tried.segment ?? 'none'}`];
  const bucket = now.bucket === tried.bucket ? [] : [`${BUCKET_LABELS[now.bucket]} → ${BUCKET_LABELS[tried.bucket]}`];
  const title = name === accountId ? name : `${name} (${accountId})`;
  const parts = [`${perMonth(mrr)} MRR`, ...segment, ...bucket, ...shown];
  return `  ${plain(title, { max: 60, fallback: accountId })}  ${standingText(now)} → ${standingText(tried)}  ${parts.join(' · ')}`;
}

function standingText({ scoreTenths, band }: TriedStanding): string {
  return scoreTenths === null ? bandText(band) : bandText(band, formatTenths(scoreTenths));
}

function otherLines({ scores, buckets, seatsAtRisk, alerts, days }: TryReport): string[] {
  const { up, down, same, gained, lost } = scores;
  const bucketText = buckets.map(
    ({ from, to, accounts }) => `${BUCKET_LABELS[from]} → ${BUCKET_LABELS[to]} ${accounts}`,
  );
  const money = ({ minor, currency, partial }: TryReport['seatsAtRisk']['now']): string =>
    `${perMonthAndYear({ minor, currency })}${partial ? ' (partial: a rate is missing)' : ''}`;
  return [
    `Scores: ${up} up (most ${signedTenths(scores.mostUpTenths)}), ${down} down (most ${signedTenths(scores.mostDownTenths)}), ${same} the same; ${gained} would gain a score, ${lost} lose it`,
    `Buckets: ${bucketText.length === 0 ? 'no account would move' : bucketText.join(', ')}`,
    `Seats at risk: ${money(seatsAtRisk.now)} → ${money(seatsAtRisk.tried)}`,
    `Alerts per day: ${pairText(alerts, (load) => formatTenths(load.perDayTenths))} (${pairText(alerts, (load) => String(load.alerts))} after the first of ${days} days)`,
    ...signalLines(alerts),
  ];
}

function signalLines({ now, tried }: TryReport['alerts']): string[] {
  const signals = [...new Set([...now.bySignal, ...tried.bySignal].map(({ signal }) => signal))].sort();
  const count = ({ bySignal }: typeof now, signal: string): number =>
    bySignal.find((one) => one.signal === signal)?.alerts ?? 0;
  return signals.map((signal) => `  ${signal} ${count(now, signal)} → ${count(tried, signal)}`);
}

/** `−22.5`, `+1.1`, `0.0`. */
function signedTenths(tenths: number): string {
  if (tenths < 0) return minus(-tenths);
  return tenths === 0 ? '0.0' : `+${formatTenths(tenths)}`;
}

function pairText<T>({ now, tried }: Pair<T>, say: (one: T) => string): string {
  return `${say(now)} → ${say(tried)}`;
}
