import { compareUtilization } from '../utilization.ts';

/** People of a group who may have a seat, and how many of them were active in 30 days. */
export interface GroupUse {
  /** In lower case; null: not said. */
  readonly name: string | null;
  readonly people: number;
  readonly active: number;
}

export interface Rate {
  readonly people: number;
  readonly active: number;
}

export interface RoleSplit {
  readonly admins: Rate;
  /** Everybody else whose role was said. */
  readonly ics: Rate;
  /** Admins active, ICs dormant. */
  readonly isFlagged: boolean;
}

const ADMIN_ROLES = ['admin', 'administrator', 'owner', 'superadmin', 'super admin', 'workspace admin', 'org admin'];
const ADMINS_FROM = 50;
const ICS_BELOW = 30;
const LEAST_ICS = 5;

/** Admins against individual contributors: flagged from 50 % active admins on, with below 30 % of at least five ICs. */
export function roleSplit(groups: readonly GroupUse[]): RoleSplit {
  const admins = sumOf(groups.filter(({ name }) => name !== null && ADMIN_ROLES.includes(name)));
  const ics = sumOf(groups.filter(({ name }) => name !== null && !ADMIN_ROLES.includes(name)));
  const isFlagged =
    admins.people > 0 &&
    ics.people >= LEAST_ICS &&
    compareUtilization({ active: admins.active, paid: admins.people }, ADMINS_FROM) >= 0 &&
    compareUtilization({ active: ics.active, paid: ics.people }, ICS_BELOW) < 0;
  return { admins, ics, isFlagged };
}

function sumOf(groups: readonly GroupUse[]): Rate {
  return {
    people: groups.reduce((sum, { people }) => sum + people, 0),
    active: groups.reduce((sum, { active }) => sum + active, 0),
  };
}
