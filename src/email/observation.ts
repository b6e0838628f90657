import type { DraftNames } from './draft-facts.ts';
import type { SharedFacts } from './known-facts.ts';
import { counted, enumerate, grouped, people, product } from './phrases.ts';

type Seen = DraftNames &
  Partial<Pick<SharedFacts, 'activePeople' | 'activePeopleBefore' | 'workflow' | 'departments' | 'goal' | 'ownWork'>>;

/** People now, and then when the month before is known. Undefined when nothing was counted. */
export function activityText(facts: Seen): string | undefined {
  const { activePeople: now, activePeopleBefore: before, accountName } = facts;
  if (now === undefined) return undefined;
  const verb = now === 0 ? 'has used' : 'used';
  const then =
    before && before.people !== now
      ? `; in ${before.monthLabel} it was ${before.people === 0 ? 'nobody' : grouped(before.people)}`
      : '';
  return `in the past month ${people(now)} at ${accountName} ${verb} ${product(facts)}${then}.`;
}

/** How often a workflow was completed, or who works with it. */
export function workflowText({ workflow, accountName }: Seen): string | undefined {
  if (!workflow) return undefined;
  const { name, completed, usedBy } = workflow;
  if (completed)
    return `“${name}” was completed ${counted(completed, 'time', 'times')} at ${accountName} in the past month.`;
  return usedBy ? `${usedBy} works with “${name}” at ${accountName}.` : undefined;
}

/** The largest groups by name and count. */
export function departmentsText({ departments }: Seen): string | undefined {
  if (!departments) return undefined;
  return `By team: ${enumerate(departments.map((group) => `${group.name} (${grouped(group.people)})`))}.`;
}

export function goalText({ goal }: Seen): string | undefined {
  return goal ? `you named a goal: “${goal}”.` : undefined;
}

/** The most telling thing that is known, to open with; `otherwise` when nothing is. */
export function observation(facts: Seen, otherwise: string): string {
  return activityText(facts) ?? workflowText(facts) ?? goalText(facts) ?? otherwise;
}
