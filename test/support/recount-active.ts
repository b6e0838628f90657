import type { ActiveDefinition } from '../../src/domain/active/definition.ts';
import { addDays, type Day } from '../../src/domain/day.ts';
import { startOfLocalDay } from '../../src/lib/local-time.ts';
import { recount } from './recount.ts';

export interface Deed {
  readonly at: Date;
  readonly person: number;
  readonly name: string;
  readonly surface: string | undefined;
  readonly actor: 'human' | 'service';
  /** Sent under the address that the person's profile names, where there is one. */
  readonly byAddress: boolean;
}

export interface Profile {
  readonly email: string | undefined;
  readonly role: string | undefined;
  readonly counts: boolean | undefined;
}

export interface Story {
  readonly customerSince: Day;
  readonly deeds: readonly Deed[];
  /** By person; somebody without one is known by their deeds alone. */
  readonly profiles: readonly (Profile | null)[];
  readonly keyContact: number | null;
}

/** Some people are known by an address and have no other id. */
export function userKeyOf(person: number): string {
  if (person === 4) return 'P4@Ours.Example';
  return person === 5 ? 'p5@client.example' : `p${person}`;
}

/** The part of the facts that activity decides, counted slowly from single deeds with every rule written out. */
export function recountActive(
  story: Story,
  active: ActiveDefinition,
  day: Day,
  timeZone: string,
): Readonly<Record<string, unknown>> {
  const eligible = story.deeds.filter((deed) => personCounts(story, deed.person, active) && deedCounts(deed, active));
  const { customerSince, keyContact } = story;
  const base = recount({ accountId: '', customerSince, events: eligible, errorsAt: [], keyContact }, day, timeZone);
  const known = keyContact !== null && isKnown(story, keyContact);
  const { active_user_windows: windows = [], active_weeks: weeks, data_days: dataDays = 0 } = base;
  const shared = {
    data_days: dataDays,
    never_seen: base.never_seen,
    events_30d: base.events_30d,
    event_blocks_14d: base.event_blocks_14d,
    silent_14d: base.silent_14d,
  };
  const { rule } = active;
  if (rule.kind === 'any_event') {
    const { active_users_30d, active_users_28d, user_day_blocks_14d } = base;
    const contact = known ? base.key_contact_days : null;
    const people = { active_users_30d, active_users_28d, active_user_windows: windows, user_day_blocks_14d };
    return { ...shared, ...people, active_weeks: weeks, key_contact_days: contact };
  }
  const named = eligible.filter((deed) => rule.events.includes(deed.name));
  const midnight = (ago: number): number => startOfLocalDay(addDays(day, -ago), timeZone).getTime();
  const within = (from: number, to: number): Deed[] =>
    named.filter(({ at }) => at.getTime() >= midnight(from) && at.getTime() < midnight(to));
  const everybody = [0, 1, 2, 3, 4, 5];
  const qualifies = (person: number, from: number, to: number): boolean => {
    const own = within(from, to).filter((deed) => deed.person === person);
    if (own.length === 0) return false;
    if (rule.kind === 'login') return true;
    if (rule.kind === 'feature_threshold') return own.length >= rule.min_count;
    let days = 0;
    for (let ago = from; ago > to; ago -= 1)
      days += within(ago, ago - 1).some((deed) => deed.person === person) ? 1 : 0;
    const complete = rule.match === 'any' || rule.events.every((name) => own.some((deed) => deed.name === name));
    return complete && days >= rule.min_days;
  };
  const people = (from: number, to: number): number => everybody.filter((person) => qualifies(person, from, to)).length;
  const onDay = (ago: number): number => new Set(within(ago, ago - 1).map(({ person }) => person)).size;
  const sum = (from: number, to: number): number => (from === to ? 0 : onDay(from) + sum(from - 1, to));
  const available = Math.min(13, Math.floor(dataDays / 7));
  const contactAgo = Array.from({ length: 120 }, (_, i) => i + 1).find((ago) =>
    within(ago, ago - 1).some((deed) => deed.person === keyContact),
  );
  return {
    ...shared,
    active_users_30d: people(30, 0),
    active_users_28d: people(28, 0),
    active_user_windows: windows.map((_, i) => people(30 * (windows.length - i), 30 * (windows.length - i - 1))),
    user_day_blocks_14d: (base.user_day_blocks_14d ?? []).map((_, i) => sum(14 * (i + 1), 14 * i)),
    active_weeks: Array.from({ length: available }, (_, i) => 7 * i).filter((to) => within(to + 7, to).length > 0)
      .length,
    key_contact_days: known ? (contactAgo ?? (dataDays > 0 ? dataDays : null)) : null,
  };
}

function isKnown({ deeds, profiles }: Story, person: number): boolean {
  return profiles[person] != null || deeds.some((deed) => deed.person === person && deed.actor === 'human');
}

function personCounts({ profiles }: Story, person: number, { exclude, roles }: ActiveDefinition): boolean {
  const profile = profiles[person];
  if (profile?.counts === false) return false;
  const key = userKeyOf(person);
  const addresses = [key.includes('@') ? key : '', profile?.email ?? ''].filter((text) => text !== '');
  for (const address of addresses.map((text) => text.toLowerCase())) {
    const domain = address.split('@')[1] ?? '';
    if (exclude.users.includes(address)) return false;
    if (exclude.domains.some((ours) => `.${domain}`.endsWith(`.${ours}`))) return false;
  }
  if (!key.includes('@') && exclude.users.includes(key)) return false;
  const role = profile?.role?.toLowerCase();
  if (role === undefined || roles === null) return true;
  return roles.kind === 'count' ? roles.names.includes(role) : !roles.names.includes(role);
}

function deedCounts({ actor, name, surface }: Deed, { exclude, surfaces }: ActiveDefinition): boolean {
  if (actor !== 'human' || exclude.events.includes(name)) return false;
  return surface === undefined || surfaces === null || surfaces.includes(surface);
}
