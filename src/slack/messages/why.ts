import type { AccountHealthReport, ContactRef, TicketRef } from '../../app/accounts/account-report.ts';
import type { ComponentResult } from '../../domain/assessment.ts';
import { formatHundredths, formatTenths } from '../../domain/decimal.ts';
import { flagsText } from '../../words/account-words.ts';
import { capText, evidenceText } from '../../words/evidence.ts';
import { COMPONENT_LABELS } from '../../words/labels.ts';
import { lost, shortDay } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { accountName, join, scoreText, standLine } from './account-lines.ts';
import { overrideLine } from './judgements.ts';
import { context, message, sections } from './layout.ts';
import type { SlackBlock, SlackMessage } from './message.ts';
import { dataTable } from './table.ts';

/** Where every point of a score comes from and what each signal measured. No amounts of money. */
export function whyMessage(report: AccountHealthReport): SlackMessage {
  const { standing, stand } = report;
  const { health } = standing.assessment;
  const title = `*Why ${accountName(standing.account)} is ${scoreText(standing)}*`;
  const components = [...health.components].sort((a, b) => b.lostTenths - a.lostTenths);
  const points = components.map(pointsLine);
  const rest = [...closing(report), ...peopleLines(report)];
  const footer = context(standLine(stand));
  const table = dataTable({
    caption: 'Points of the health score by signal',
    header: ['Signal', 'Lost', 'Measured', 'Points', 'Sub-score', 'Weight'],
    rows: components.map(row),
    pageSize: 10,
  });
  const classic: SlackBlock[] = [...sections([title, ...points, ...rest]), footer];
  const blocks: SlackBlock[] = [...sections([title]), ...(table ? [table.block] : []), ...sections(rest), footer];
  return message([title, ...points, ...rest, standLine(stand)], table ? blocks : classic, table ? classic : null);
}

function pointsLine({ key, pointsTenths, lostTenths, subHundredths, weight, evidence }: ComponentResult): string {
  const cost = lostTenths > 0 ? `, ${lost(lostTenths)}` : '';
  return `• ${COMPONENT_LABELS[key]} ${formatTenths(pointsTenths)}${cost}: ${evidenceText(evidence)} (sub-score ${formatHundredths(subHundredths)}, weight ${weight})`;
}

function row({ key, pointsTenths, lostTenths, subHundredths, weight, evidence }: ComponentResult): string[] {
  return [
    COMPONENT_LABELS[key],
    lostTenths > 0 ? lost(lostTenths) : '0.0',
    evidenceText(evidence),
    formatTenths(pointsTenths),
    formatHundredths(subHundredths),
    String(weight),
  ];
}

function closing(report: AccountHealthReport): string[] {
  const { standing } = report;
  const { health, facts } = standing.assessment;
  const missing = health.missing.map((key) => COMPONENT_LABELS[key]).join(', ');
  const flags = flagsText(standing);
  return [
    health.baseTenths === null ? noScoreReason(standing.band, facts.data_days, health.coverage) : sumLine(standing),
    overrideLine(report),
    health.segment === undefined ? null : `Rules of the segment “${untrusted(health.segment, { max: 40 })}”.`,
    missing === '' ? null : `Not measured, weight shared by the others: ${missing}`,
    flags === null ? null : `Flags: ${flags}`,
  ].filter((line) => line !== null);
}

function sumLine(standing: AccountHealthReport['standing']): string {
  const { health } = standing.assessment;
  const base = health.baseTenths === null ? '' : formatTenths(health.baseTenths);
  const cap = capText(standing);
  return cap === null ? `The points add up to ${base}; no cap is in force.` : `The points add up to ${base}. ⚠ ${cap}`;
}

function noScoreReason(band: string | null, dataDays: number, coverage: number | null): string {
  if (band === 'onboarding') return `No score yet: ${dataDays} days of data, 28 are needed.`;
  if (band === null) return 'No score: this account is excluded from scoring.';
  return `No score: too little is measured (coverage ${coverage ?? 0} %).`;
}

function peopleLines({ contacts, tickets }: AccountHealthReport): string[] {
  const shown = tickets.slice(0, 5).map((ticket) => `> ${ticketText(ticket)}`);
  return [
    ...(contacts.length === 0 ? [] : [`Contacts: ${contacts.slice(0, 5).map(contactText).join(' · ')}`]),
    ...(tickets.length === 0 ? [] : ['Last tickets:', ...shown]),
  ];
}

function contactText({ name, persona, optedOut, contactId }: ContactRef): string {
  const role = persona.replace('_', ' ');
  return `${untrusted(name, { max: 40, fallback: contactId })} (${role}${optedOut ? ', opted out' : ''})`;
}

/** `“Slow export”, high, 20 Feb, open`. */
export function ticketText({ subject, ticketId, priority, openedOn, closedOn }: TicketRef): string {
  const title = untrusted(subject ?? '', { max: 60, fallback: ticketId });
  const state = closedOn === null ? 'open' : `closed ${shortDay(closedOn)}`;
  return join([
    `“${title}”`,
    priority === null ? null : untrusted(priority, { max: 12 }),
    shortDay(openedOn),
    state,
  ]).replaceAll(' · ', ', ');
}
