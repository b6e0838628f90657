import type { ActiveDefinition, ActiveRule } from '../../domain/active/definition.ts';
import { untrusted } from '../mrkdwn.ts';

/** Names beyond this many are counted: the settings file may hold a thousand. */
const MOST_NAMES = 12;

/** What makes a person active, as the end of "active is who …": `did one of report, export 3 times or more`. */
export function ruleText(rule: ActiveRule): string {
  switch (rule.kind) {
    case 'any_event':
      return 'did anything';
    case 'login':
      return `logged in (${names(rule.events, 'or')})`;
    case 'feature_threshold':
      return `did ${names(rule.events, 'or')} ${rule.min_count === 1 ? 'at least once' : `${rule.min_count} times or more`}`;
    case 'core_workflow': {
      const days = rule.min_days === 1 ? '' : ` on ${rule.min_days} days or more`;
      if (rule.match === 'any') return `did ${names(rule.events, 'or')}${days}`;
      return `did each of ${names(rule.events, 'and')}${days === '' ? '' : `, something of it${days}`}`;
    }
  }
}

/** The whole definition in sentences, with what is left out; our own people are counted, not named. */
export function activeText({ rule, surfaces, exclude, roles }: ActiveDefinition): string {
  const left = [
    ...(exclude.domains.length === 0 ? [] : [`people of ${names(exclude.domains, 'and')}`]),
    ...(exclude.users.length === 0
      ? []
      : [`${exclude.users.length} named ${exclude.users.length === 1 ? 'id' : 'ids'}`]),
    ...(exclude.events.length === 0 ? [] : [`the events ${names(exclude.events, 'and')}`]),
    ...(roles === null
      ? []
      : [`people whose role is ${roles.kind === 'count' ? 'not ' : ''}${names(roles.names, 'or')}`]),
    ...(surfaces === null ? [] : [`what happens elsewhere than on ${names(surfaces, 'or')}`]),
  ];
  const others = left.length === 0 ? '' : ` Left out: ${left.join('; ')}.`;
  const volume = rule.kind === 'any_event' ? '' : ' The volume of events stays that of everything they do.';
  return `*Active* is who ${ruleText(rule)} within 30 days. Automation, test people and facts about billing, support and errors never count.${others}${volume}`;
}

function names(list: readonly string[], last: 'and' | 'or'): string {
  const shown = list.slice(0, MOST_NAMES).map((name) => untrusted(name, { max: 60 }));
  if (list.length > MOST_NAMES) shown.push(`${list.length - MOST_NAMES} more`);
  const tail = shown.pop() ?? 'none';
  return shown.length === 0 ? tail : `${shown.join(', ')} ${last} ${tail}`;
}
