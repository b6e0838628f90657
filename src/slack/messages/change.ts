import type { ChangePoint, ChangeReport } from '../../app/changes/change-report.ts';
import type { CapKey } from '../../domain/assessment.ts';
import type { ChangeTerm } from '../../domain/change.ts';
import { formatTenths } from '../../domain/decimal.ts';
import { ruleScore } from '../../domain/override.ts';
import { evidenceText } from '../../words/evidence.ts';
import { bandText, CAP_LABELS, COMPONENT_LABELS } from '../../words/labels.ts';
import { arrow, longDay, lost } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { moveText } from './change-evidence.ts';
import { overrideChange } from './judgements.ts';
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

/** One line for each thing that moved the score, the weightiest first; else why there is none. */
export function changeLines(report: ChangeReport): string[] {
  const reason = noChangeReason(report);
  if (reason !== null) return [reason];
  const coverage = report.terms.filter(({ kind }) => kind === 'coverage');
  const lines = report.terms
    .filter(({ kind }) => kind !== 'coverage')
    .map((term) => ({ tenths: term.pointsTenths, line: termLine(term, report) }));
  if (coverage.length > 0) lines.push({ tenths: total(coverage), line: coverageLine(coverage, report) });
  return lines.sort((a, b) => Math.abs(b.tenths) - Math.abs(a.tenths)).map(({ line }) => line);
}

/** Why there are no parts to show; null when there are. */
export function noChangeReason({ from, to, changeTenths, terms }: ChangeReport): string | null {
  if (from === null) return 'There is no earlier snapshot to compare with.';
  const without = from.scoreTenths === null ? from : to;
  if (changeTenths === null) {
    return `There was no score on ${longDay(without.day)} (${without.band ?? 'excluded'}), so no points can be compared.`;
  }
  if (from.day === to.day && from.revision === to.revision) return 'The day has one revision: nothing was rewritten.';
  return terms.length === 0 ? 'Nothing that counts has moved.' : null;
}

/** What one part is made of, without its name and points. */
export function termText(term: ChangeTerm, report: ChangeReport): string {
  const { key, kind, before, after } = term;
  if (key === 'definition') return rulesText(report);
  if (key === 'override') return overrideChange(report.from?.override ?? null, report.to.override);
  if (isCap(key)) return capText(key, report);
  if (before !== null && after !== null) {
    if (before.subHundredths !== after.subHundredths) {
      return `${moveText(before, after)}${kind === 'definition' ? ' (activity is counted by another rule)' : ''}`;
    }
    const moved = kind === 'behaviour' ? null : coverageReason(report.terms);
    return moved === null ? `${evidenceText(after.evidence)}, worth the same: a tenth of rounding` : `weight: ${moved}`;
  }
  if (after !== null) return `measured now: ${evidenceText(after.evidence)}`;
  return before === null ? '' : `not measured any more, before ${evidenceText(before.evidence)}`;
}

function termLine(term: ChangeTerm, report: ChangeReport): string {
  return `${pointsText(term)} ${labelOf(term)}: ${termText(term, report)}`;
}

function coverageLine(terms: readonly ChangeTerm[], { from, to }: ChangeReport): string {
  const parts = terms.map((term) => `${labelOf(term)} ${pointsText(term)}`).join(', ');
  const percent = `${from?.coverage ?? 0} → ${to.coverage ?? 0} %`;
  return `${pointsText({ pointsTenths: total(terms) })} coverage ${percent}: ${coverageReason(terms) ?? 'weights moved'} (${parts})`;
}

function total(terms: readonly ChangeTerm[]): number {
  return terms.reduce((sum, { pointsTenths }) => sum + pointsTenths, 0);
}

/** `NPS is not measured any more`; null when the same components are measured as before. */
function coverageReason(terms: readonly ChangeTerm[]): string | null {
  const components = terms.filter(({ key }) => key !== 'definition' && key !== 'override' && !isCap(key));
  const gone = components.filter(({ after }) => after === null).map(labelOf);
  const fresh = components.filter(({ before }) => before === null).map(labelOf);
  const verb = (names: readonly string[]): string => (names.length === 1 ? 'is' : 'are');
  const parts = [
    ...(gone.length === 0 ? [] : [`${gone.join(', ')} ${verb(gone)} not measured any more`]),
    ...(fresh.length === 0 ? [] : [`${fresh.join(', ')} ${verb(fresh)} measured now`]),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}

function rulesText({ from, to }: ChangeReport): string {
  const rules = untrusted(to.definition, { max: 60 });
  const before = untrusted(from?.definition ?? to.definition, { max: 60 });
  if (before !== rules) return `other rules, ${before} → ${rules}`;
  if (from === null || from.definitionHash !== to.definitionHash || from.segment === to.segment) {
    return `other thresholds in ${rules}`;
  }
  const [left, joined] = [from.segment, to.segment].map((name) => untrusted(name ?? 'none', { max: 60 }));
  return `another segment of ${rules}, ${left} → ${joined}`;
}

function capText(key: CapKey, { from, to }: ChangeReport): string {
  if (from?.cap === key && to.cap === key) {
    const [was, is] = [held(from), held(to)];
    return was === is ? `still holds the score at ${is}, base ${base(from)} → ${base(to)}` : `held at ${was} → ${is}`;
  }
  if (to.cap === key) return `holds the score at ${held(to)}, base ${base(to)}`;
  return `over; it held the score at ${from === null ? '' : `${held(from)}, base ${base(from)}`}`;
}

function labelOf({ key }: ChangeTerm): string {
  if (key === 'definition' || key === 'override') return key;
  return isCap(key) ? `cap “${CAP_LABELS[key]}”` : COMPONENT_LABELS[key];
}

function isCap(key: ChangeTerm['key']): key is CapKey {
  return Object.hasOwn(CAP_LABELS, key);
}

function held(point: ChangePoint): string {
  return formatTenths(ruleScore(point) ?? 0);
}

function base({ baseTenths }: ChangePoint): string {
  return formatTenths(baseTenths ?? 0);
}

function pointText({ band, scoreTenths }: ChangePoint): string {
  return scoreTenths === null ? bandText(band) : bandText(band, formatTenths(scoreTenths));
}

/** `−22.5`, `+1.1`, `0.0`. */
function pointsText({ pointsTenths }: Pick<ChangeTerm, 'pointsTenths'>): string {
  if (pointsTenths < 0) return lost(-pointsTenths);
  return pointsTenths === 0 ? '0.0' : `+${formatTenths(pointsTenths)}`;
}
