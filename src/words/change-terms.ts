import type { ChangePoint, ChangeReport } from '../app/changes/change-report.ts';
import type { CapKey } from '../domain/assessment.ts';
import type { ChangeTerm } from '../domain/change.ts';
import { formatTenths } from '../domain/decimal.ts';
import { ruleScore } from '../domain/override.ts';
import { moveText } from './change-evidence.ts';
import { evidenceText } from './evidence.ts';
import { CAP_LABELS, COMPONENT_LABELS } from './labels.ts';
import { longDay } from './numbers.ts';
import { overrideChange } from './override-change.ts';
import type { Say } from './plain.ts';

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

/** What one part is made of, without its name and points; foreign text in it as `say` makes it. */
export function termText(term: ChangeTerm, report: ChangeReport, say: Say): string {
  const { key, kind, before, after } = term;
  if (key === 'definition') return rulesText(report, say);
  if (key === 'override') return overrideChange(report.from?.override ?? null, report.to.override, say);
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

/** `NPS is not measured any more`; null when the same components are measured as before. */
export function coverageReason(terms: readonly ChangeTerm[]): string | null {
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

/** What a part is called: a component, a cap, the rules or an override. */
export function labelOf({ key }: ChangeTerm): string {
  if (key === 'definition' || key === 'override') return key;
  return isCap(key) ? `cap “${CAP_LABELS[key]}”` : COMPONENT_LABELS[key];
}

function rulesText({ from, to }: ChangeReport, say: Say): string {
  const rules = say(to.definition, { max: 60 });
  const before = say(from?.definition ?? to.definition, { max: 60 });
  if (before !== rules) return `other rules, ${before} → ${rules}`;
  if (from === null || from.definitionHash !== to.definitionHash || from.segment === to.segment) {
    return `other thresholds in ${rules}`;
  }
  const [left, joined] = [from.segment, to.segment].map((name) => say(name ?? 'none', { max: 60 }));
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

function isCap(key: ChangeTerm['key']): key is CapKey {
  return Object.hasOwn(CAP_LABELS, key);
}

function held(point: ChangePoint): string {
  return formatTenths(ruleScore(point) ?? 0);
}

function base({ baseTenths }: ChangePoint): string {
  return formatTenths(baseTenths ?? 0);
}
