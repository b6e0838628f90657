import type { ActiveDefinition } from '../../domain/active/definition.ts';
import type { ComponentKey } from '../../domain/assessment.ts';
import type { HealthDefinition, UtilizationDefinition } from '../../domain/definition.ts';
import { CAP_LABELS, COMPONENT_LABELS } from '../../words/labels.ts';
import { untrusted } from '../mrkdwn.ts';
import { activeText, ruleText } from './active-words.ts';
import { message, sections } from './layout.ts';
import type { SlackMessage } from './message.ts';
import { otherRules, segmentsText } from './segment-words.ts';

type Definitions = {
  readonly health: HealthDefinition;
  readonly utilization: UtilizationDefinition;
  readonly active: ActiveDefinition;
};
type Term = { readonly names: readonly string[]; readonly say: (definitions: Definitions) => string };

const TERMS: readonly Term[] = [
  {
    names: ['score', 'health'],
    say: ({ health }) =>
      `*Health score*, 0 to 100 (${health.id}@${health.version}): the weighted mean of ${health.components.map(({ key, weight }) => `${COMPONENT_LABELS[key]} ${weight}`).join(', ')}. What is not connected gives its weight to the others; below ${health.min_coverage} % coverage or ${health.min_days} days of data there is no score.${otherRules(health)}`,
  },
  {
    names: ['band', 'bands'],
    say: ({ health }) =>
      `*Bands*: ${health.bands.map(([band, lower]) => `${band} from ${lower}`).join(', ')}. A worse band shows at once, a better one ${health.hysteresis} points above its boundary.`,
  },
  {
    names: ['cap', 'caps'],
    say: ({ health }) =>
      `*Caps* hold the score down while a condition lasts: ${capsText(health)}. Silence counts after ${health.silent_days} days, a debt from day ${health.past_due_days} on.${otherRules(health)}`,
  },
  { names: ['segments', 'segment'], say: ({ health }) => segmentsText(health) },
  {
    names: ['coverage'],
    say: ({ health }) =>
      `*Coverage*: the share of the weights that could be measured. Below ${health.min_coverage} % there is no score.`,
  },
  {
    names: ['confidence'],
    say: () => '*Confidence*: high with 90 % coverage and 90 days of data, medium from 70 % coverage, else low.',
  },
  {
    names: ['utilization', 'use'],
    say: ({ utilization: u, active }) =>
      `*Utilization* = people active in the last 30 days ÷ paid seats. Active is who ${ruleText(active.rule)}. Low is below ${u.low} %, a red flag below ${u.red} % near a renewal, strong above ${u.strong} %, the ceiling ${u.ceiling} % and more.`,
  },
  {
    names: ['active', 'active user', 'active users', 'active people', 'rule'],
    say: ({ active }) => activeText(active),
  },
  {
    names: ['regularity'],
    say: ({ health }) =>
      `*Regularity*: weeks with at least one active person, of up to 13 full weeks. 12 of 13 is full marks.${weightText('regularity', health)}`,
  },
  {
    names: ['trend'],
    say: ({ health }) =>
      `*Trend*: the last 14 days against the median of up to six earlier fortnights of the same account, in events and active days; both must be down, and a dip as deep as usual is forgiven.${weightText('trend', health)}`,
  },
  {
    names: ['reliability', 'errors'],
    say: ({ health }) => `*Reliability*: errors per thousand events in 30 days.${weightText('reliability', health)}`,
  },
  {
    names: ['support', 'tickets'],
    say: ({ health }) =>
      `*Support*: tickets of 30 days per ten active people; an urgent open one counts three times.${weightText('support', health)}`,
  },
  {
    names: ['key contact', 'contact'],
    say: ({ health }) =>
      `*Key contact*: days since the named contact was last active.${weightText('key_contact', health)}`,
  },
  {
    names: ['nps'],
    say: ({ health }) =>
      `*NPS*: mean of the latest answer of each person within 180 days, 0 to 10.${weightText('nps', health)}`,
  },
  {
    names: ['at risk', 'at-risk', 'risk'],
    say: ({ utilization: u }) =>
      `*At risk*: below ${u.low} % of seats used and dropping, in accounts with ${u.min_seats} seats or more.`,
  },
  { names: ['dormant'], say: ({ utilization: u }) => `*Dormant*: below ${u.low} % of seats used and flat.` },
  {
    names: ['ramping'],
    say: ({ utilization: u }) => `*Ramping*: below ${u.low} % but filling: rising, seats just added, or a growth plan.`,
  },
  {
    names: ['expansion', 'ceiling'],
    say: ({ utilization: u }) =>
      `*Expansion*: ${u.ceiling} % of seats used or more and not dropping; seats are proposed in packs of ${u.expansion.pack} down to ${u.expansion.target} % use.`,
  },
  {
    names: ['exposure', 'exposed'],
    say: () => '*Seat exposure*: the unused seats’ share of the MRR per month. It is never added to churn exposure.',
  },
  {
    names: ['churn', 'churn exposure'],
    say: () => '*Churn exposure*: the full MRR of CRITICAL accounts and of accounts with a cancellation notice.',
  },
  {
    names: ['renewal red flag', 'red flag', 'renewal'],
    say: ({ utilization: u }) =>
      `*Renewal red flag*: below ${u.red} % of seats used and ${u.renewal_days} days or fewer to the renewal.`,
  },
  { names: ['mrr', 'arr'], say: () => '*MRR* is recurring revenue per month; *ARR* is always twelve times MRR.' },
  {
    names: ['priority', 'star'],
    say: () =>
      '*Priority* = MRR × (100 − score) / 100 × urgency, which rises from 1 to 2 over the last 90 days before a renewal. ★ marks the CRITICAL account with the highest one.',
  },
  {
    names: ['onboarding'],
    say: ({ health, utilization }) =>
      `*Onboarding*: fewer than ${health.min_days} days of data have no score; accounts younger than ${utilization.onboarding_days} days are not ranked by seats.`,
  },
];

/** The definition in force of one term; without a term, or with an unknown one, the list of terms. */
export function defineMessage(term: string, definitions: Definitions): SlackMessage {
  const wanted = term.toLowerCase();
  const found = TERMS.find(({ names }) => names.includes(wanted));
  if (found) return lines([found.say(definitions)]);
  const known = `Known terms: ${TERMS.map(({ names }) => names[0]).join(', ')}`;
  return lines(
    wanted === ''
      ? [known, 'For example: `/health define trend`']
      : [`There is no definition of “${untrusted(term)}”.`, known],
  );
}

/** ` It weighs 25 of 100 points.`; nothing for a definition without the component. */
function weightText(wanted: ComponentKey, { components }: HealthDefinition): string {
  const total = components.reduce((sum, { weight }) => sum + weight, 0);
  const found = components.find(({ key }) => key === wanted);
  return found === undefined ? '' : ` It weighs ${found.weight} of ${total} points.`;
}

function capsText(health: HealthDefinition): string {
  const named = Object.entries(CAP_LABELS).flatMap(([key, label]) => {
    const max = health.caps[key as keyof typeof CAP_LABELS];
    return max === undefined ? [] : [`${label} ${max}`];
  });
  return named.length === 0 ? 'none' : named.join(', ');
}

function lines(texts: readonly string[]): SlackMessage {
  return message(texts, sections(texts));
}
