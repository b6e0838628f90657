import type { Day } from '../../domain/day.ts';
import { dayLabel } from '../../email/day.ts';
import type { OutlineFacts, OutlineUsage } from './outline-facts.ts';

const MISSING = 'not connected';
const BLANK = '________';

/** The customer-safe outline as Markdown. It knows the facts alone; blanks are for the person who leads the review. */
export function outlineText(facts: OutlineFacts): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Your goals', [`Goal and how we measure it: ${BLANK}`, `What has changed since we last met: ${BLANK}`]],
    ['What you achieved', achieved(facts)],
    ['Adoption', [peopleLine(facts), departmentsLine(facts), ...milestoneLines(facts)]],
    ['Reliability and support', [errorsLine(facts), ...supportLines(facts)]],
    ['Feedback', [feedbackLine(facts), `Themes: ${BLANK}`]],
    ['Plan for the next quarter', recommendations(facts)],
    ['Next steps', nextSteps(facts)],
  ];
  const head = [
    `# Business review: ${facts.accountName}`,
    '',
    `Facts up to ${dayText(facts.asOf, facts)}; a quarter is ${facts.quarterDays} days.`,
  ];
  const body = sections.flatMap(([title, lines]) => ['', `## ${title}`, '', ...lines.map((line) => `- ${line}`)]);
  return `${[...head, ...body].join('\n')}\n`;
}

function achieved(facts: OutlineFacts): string[] {
  const { usage, workflows } = facts;
  const named =
    workflows === null || workflows.length === 0
      ? [`Core workflows completed: ${MISSING}`]
      : workflows.map((workflow) => `Core workflow ${workflow.name}: completed ${comparedText(workflow, facts)}`);
  return [`Actions by your people: ${usage === null ? MISSING : comparedText(usage, facts)}`, ...named];
}

function comparedText({ events, before }: OutlineUsage, { quarterDays }: OutlineFacts): string {
  const earlier = before === null ? MISSING : count(before);
  return `${count(events)} in the last ${quarterDays} days (the quarter before: ${earlier})`;
}

function peopleLine(facts: OutlineFacts): string {
  const { months, monthDays } = facts;
  if (months === null || months.length === 0) return `People active by month: ${MISSING}`;
  const parts = months.map(({ until, people }) => `${count(people)} up to ${dayText(until, facts)}`);
  return `People active by month (${monthDays} days each): ${parts.join(', ')}`;
}

function departmentsLine({ departments, minGroup }: OutlineFacts): string {
  if (departments === null || departments.length === 0) return `By department: ${MISSING}`;
  const parts = departments.map(({ name, people, active }) => `${name}: ${count(active)} of ${count(people)}`);
  return `By department (groups of at least ${minGroup} people): ${parts.join(', ')}`;
}

function milestoneLines(facts: OutlineFacts): string[] {
  const { milestones, asOf } = facts;
  if (milestones === null || milestones.length === 0) return [`Milestones after your purchase: ${MISSING}`];
  return milestones.map(({ days, on, people }) => {
    const when = `${days} days after your purchase (${dayText(on, facts)})`;
    if (on > asOf) return `${when}: still ahead`;
    return `${when}: ${people === null ? MISSING : `${count(people)} people active`}`;
  });
}

function errorsLine({ errors, quarterDays }: OutlineFacts): string {
  if (errors === null) return `Errors seen: ${MISSING}`;
  return `Errors seen: ${count(errors.errors)} along with ${count(errors.events)} actions in the last ${quarterDays} days`;
}

function supportLines(facts: OutlineFacts): string[] {
  const { support } = facts;
  if (support === null) return [`Support tickets: ${MISSING}`];
  const { opened, closed, stillOpen, fixed } = support;
  const tickets = `Support tickets this quarter: ${count(opened)} opened, ${count(closed)} closed, ${count(stillOpen)} open now`;
  return [tickets, ...fixed.map(({ subject, fixedOn }) => `Fixed on ${dayText(fixedOn, facts)}: ${subject}`)];
}

function feedbackLine({ feedback }: OutlineFacts): string {
  return feedback === null ? `Survey: ${MISSING}` : `Survey: answers received ${count(feedback.answers)}`;
}

/** Two or three proposals, from what the customer sees in this outline and nothing else. */
function recommendations({ months, support, departments }: OutlineFacts): string[] {
  const first = months?.[0]?.people;
  const last = months?.at(-1)?.people;
  const lines: string[] = [];
  if (first !== undefined && last !== undefined && last < first) {
    lines.push('Look together at which teams changed how they work, and what would help them');
  } else if (first !== undefined && last !== undefined && last > first) {
    lines.push('Write down what works in the teams that started, and take it to the next team');
  }
  if (support !== null && support.stillOpen > 0) lines.push('Go through the open tickets and agree what comes first');
  if (lines.length < 2 && departments !== null && departments.length > 0) {
    lines.push('Choose one department for a working session on its main task');
  }
  return [...lines.slice(0, 2), 'Agree on one outcome for the next quarter and how we will both see it'].concat(
    lines.length === 0 ? ['Name the people on both sides who follow it up'] : [],
  );
}

function nextSteps(facts: OutlineFacts): string[] {
  return [
    `Our ask to you: ${BLANK}`,
    `Our commitment to you: ${BLANK}`,
    `Your ask to us: ${BLANK}`,
    `Your commitment: ${BLANK}`,
    `Next review: ${dayText(facts.nextReviewOn, facts)} (proposal)`,
  ];
}

function dayText(day: Day, { asOf }: OutlineFacts): string {
  return dayLabel(day, asOf);
}

function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3}){1,6}$)/g, ',');
}
