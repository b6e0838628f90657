import type { DoctorReport, Finding } from '../../app/doctor/doctor-report.ts';
import { moment } from '../../words/data-state.ts';
import { plural } from '../../words/numbers.ts';
import { untrusted } from '../mrkdwn.ts';
import { join } from './account-lines.ts';
import { context, fitLines, message, sections } from './layout.ts';
import type { SlackMessage } from './message.ts';

const MARKS = { ok: '✅', note: 'ℹ️', problem: '⚠' } as const;
const MOST_TEXT = 400;

/** What is wrong with the installation and what to do, problems first, then what was looked at and is well. */
export function doctorMessage(report: DoctorReport): SlackMessage {
  const problems = report.findings.filter(({ state }) => state === 'problem');
  const others = report.findings.filter(({ state }) => state !== 'problem');
  const head = problems.length === 0 ? '*Doctor* · all is well' : `*Doctor* · ${plural(problems.length, 'problem')}`;
  const { kept, left } = fitLines([head, ...[...problems, ...others].map(findingLine), nextRuns(report)]);
  const lines = left === 0 ? kept : [...kept, `…and ${plural(left, 'more line')}: \`cs-pulse doctor\``];
  const footer = `as of ${moment(report.checkedAt, report.timeZone)} ${untrusted(report.timeZone, { max: 40 })}`;
  return message([...lines, footer], [...sections(lines), context(footer)]);
}

function findingLine({ area, remedy, state, text }: Finding): string {
  const line = `${MARKS[state]} ${area} · ${untrusted(text, { max: MOST_TEXT })}`;
  return remedy === null ? line : `${line}\n> → ${untrusted(remedy, { max: MOST_TEXT })}`;
}

function nextRuns({ jobs, timeZone }: DoctorReport): string {
  const times = jobs.map(({ job, nextAt }) =>
    nextAt === null ? null : `${untrusted(job, { max: 30 })} ${moment(nextAt, timeZone)}`,
  );
  const text = join(times);
  return text === '' ? 'next runs: none' : `next runs: ${text}`;
}
