/** What Slack says of somebody, as far as it decides whether they may know about customers. */
export interface SlackPerson {
  readonly id?: string | undefined;
  readonly team_id?: string | null | undefined;
  readonly deleted?: boolean | null | undefined;
  readonly is_bot?: boolean | null | undefined;
  readonly is_workflow_bot?: boolean | null | undefined;
  readonly is_restricted?: boolean | null | undefined;
  readonly is_ultra_restricted?: boolean | null | undefined;
  readonly is_stranger?: boolean | null | undefined;
  readonly enterprise_user?: { readonly teams?: readonly string[] | undefined } | null | undefined;
}

/** The one rule for who belongs: a person of the home workspace who is no guest, no bot and has not left. */
export function isFullMember(person: SlackPerson, homeTeam: string): boolean {
  return (
    isOfTeam(person, homeTeam) &&
    person.id !== 'USLACKBOT' &&
    !person.deleted &&
    !person.is_bot &&
    !person.is_workflow_bot &&
    !person.is_restricted &&
    !person.is_ultra_restricted &&
    !person.is_stranger
  );
}

/** An app of the home workspace: it reads along in a group without being a person. */
export function isOwnBot(person: SlackPerson, homeTeam: string): boolean {
  return person.is_bot === true && !person.is_stranger && isOfTeam(person, homeTeam);
}

/** In an organisation a person belongs to several workspaces. */
function isOfTeam({ team_id: team, enterprise_user: organisation }: SlackPerson, homeTeam: string): boolean {
  return team === homeTeam || organisation?.teams?.includes(homeTeam) === true;
}
