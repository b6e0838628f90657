import type { JsonObject } from '../json.ts';
import type { WorkspaceContext } from '../workspace-context.ts';
import type { WorkspacePerson } from '../workspace-options.ts';

/** A person in the Web API's form. */
export function userPayload(context: WorkspaceContext, person: WorkspacePerson): JsonObject {
  return {
    id: person.id,
    team_id: person.teamId ?? context.options.team.id,
    name: person.name,
    real_name: person.realName,
    deleted: person.deleted === true,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: offsetSeconds(context.now(), person.tz),
    locale: 'en-US',
    profile: {
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.name,
      display_name_normalized: person.name,
      team: person.teamId ?? context.options.team.id,
      ...(person.email === '' ? {} : { email: person.email }),
    },
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: person.isRestricted === true,
    is_ultra_restricted: person.isUltraRestricted === true,
    is_stranger: person.isStranger === true,
    is_bot: person.isBot === true,
    is_app_user: false,
    updated: 1_700_000_000,
  };
}

function offsetSeconds(at: Date, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /^GMT([+-])(\d{2}):(\d{2})$/.exec(name);
  if (match === null) {
    return 0;
  }
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === '-' ? -seconds : seconds;
}
