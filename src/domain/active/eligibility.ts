import type { ActiveDefinition, SeatRoles } from './definition.ts';

/** What is known of a person as far as it decides whether their activity counts. */
export interface Person {
  /** Id as the sources give it; an e-mail address when they have no other. */
  readonly external_id: string;
  readonly email: string | null;
  readonly role: string | null;
}

export interface PersonalEvent {
  readonly name: string;
  readonly surface: string | null;
}

/**
 * Whether the configuration leaves a person out: an address or domain of our own, or a role that needs no seat.
 * A role that is not known counts: a profile that has not arrived must not make people vanish.
 */
export function isLeftOut(person: Person, { exclude, roles }: ActiveDefinition): boolean {
  return isOurs(person, exclude) || (roles !== null && !needsSeat(person.role, roles));
}

/** Whether an event that a person did is activity: its name is not left out and its surface, if it names one, counts. */
export function isActivity({ name, surface }: PersonalEvent, { exclude, surfaces }: ActiveDefinition): boolean {
  if (exclude.events.includes(name)) return false;
  return surfaces === null || surface === null || surfaces.includes(surface);
}

function isOurs({ external_id, email }: Person, { domains, users }: ActiveDefinition['exclude']): boolean {
  if (domains.length === 0 && users.length === 0) return false;
  const addresses = [external_id, email ?? ''].filter((text) => text.includes('@')).map((text) => text.toLowerCase());
  if (users.includes(external_id) || addresses.some((address) => users.includes(address))) return true;
  return addresses.some((address) => isWithin(address.slice(address.lastIndexOf('@') + 1), domains));
}

function isWithin(domain: string, domains: readonly string[]): boolean {
  return domains.some((ours) => domain === ours || domain.endsWith(`.${ours}`));
}

function needsSeat(role: string | null, roles: SeatRoles): boolean {
  const name = role?.trim().toLowerCase() ?? '';
  if (name === '') return true;
  return roles.names.includes(name) === (roles.kind === 'count');
}
