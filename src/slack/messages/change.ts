import type { ChangePoint, ChangeReport } from '../../app/changes/change-report.ts';
import type { ChangeTerm } from '../../domain/change.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { coverageReason, labelOf, noChangeReason, termText } from '../../words/change-terms.ts';
import { bandText } from '../../words/labels.ts';
import { arrow, longDay, lost } from '../../words/numbers.ts';
import type { Say } from '../../words/plain.ts';
import { untrusted } from '../mrkdwn.ts';
import { message, sections, withNote } from './layout.ts';
import type { SlackMessage } from './message.ts';

/** The same answer below what moved the score; below a note while there is nothing to compare with. */
export function withChange(shown: SlackMessage, report: ChangeReport): SlackMessage {
  if (report.from === null) return withNote(shown, changeLines(report).join(' '));
  const lines = [`*${changeTitle(report)}*`, ...changeLines(report).map((line) => `• ${line}`)];
  const blocks = sections(lines);
  return message(
    [...lines, ...shown.text.split('\n')],
    [...blocks, ...shown.blocks],
    shown.classic && [...blocks, ...shown.classic],
  );
}

/** `Since Sun 22 Feb 2026: 🏆 99.2 champion → 🟢 72.5 healthy (▼ 26.7)`. */
export function changeTitle({ from, to, changeTenths }: ChangeReport): string {
  if (from === null) return `${longDay(to.day)}: ${pointText(to)}`;
  const since = from.day === to.day ? `Late data for ${longDay(to.day)}` : `Since ${longDay(from.day)}`;
  const change = changeTenths === null ? '' : ` (${arrow(changeTenths)})`;
  return `${since}: ${pointText(from)} → ${pointText(to)}${change}`;
}

/** One line for each thing that moved the score, the weightiest first; else why there is none. `say`: foreign text. */
export function changeLines(report: ChangeReport, say: Say = untrusted): string[] {
  const reason = noChangeReason(report);
  if (reason !== null) return [reason];
  const coverage = report.terms.filter(({ kind }) => kind === 'coverage');
  const lines = report.terms
    .filter(({ kind }) => kind !== 'coverage')
    .map((term) => ({ tenths: term.pointsTenths, line: termLine(term, report, say) }));
  if (coverage.length > 0) lines.push({ tenths: total(coverage), line: coverageLine(coverage, report) });
  return lines.sort((a, b) => Math.abs(b.tenths) - Math.abs(a.tenths)).map(({ line }) => line);
}

function termLine(term: ChangeTerm, report: ChangeReport, say: Say): string {
  return `${pointsText(term)} ${labelOf(term)}: ${termText(term, report, say)}`;
}

function coverageLine(terms: readonly ChangeTerm[], { from, to }: ChangeReport): string {
  const parts = terms.map((term) => `${labelOf(term)} ${pointsText(term)}`).join(', ');
  const percent = `${from?.coverage ?? 0} → ${to.coverage ?? 0} %`;
  return `${pointsText({ pointsTenths: total(terms) })} coverage ${percent}: ${coverageReason(terms) ?? 'weights moved'} (${parts})`;
}

function total(terms: readonly ChangeTerm[]): number {
  return terms.reduce((sum, { pointsTenths }) => sum + pointsTenths, 0);
}

function pointText({ band, scoreTenths }: ChangePoint): string {
  return scoreTenths === null ? bandText(band) : bandText(band, formatTenths(scoreTenths));
}

/** `−22.5`, `+1.1`, `0.0`. */
function pointsText({ pointsTenths }: Pick<ChangeTerm, 'pointsTenths'>): string {
  if (pointsTenths < 0) return lost(-pointsTenths);
  return pointsTenths === 0 ? '0.0' : `+${formatTenths(pointsTenths)}`;
}
