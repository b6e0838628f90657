/** The vendor's own people who look after the accounts; the ids are those of the local workspace. */
export interface TeamMember {
  readonly email: string;
  readonly name: string;
  readonly realName: string;
  readonly slackUserId: string;
}

/** The person in the browser: owns exactly the five recipe accounts. */
export const DANA: TeamMember = {
  email: 'dana@example.com',
  name: 'dana',
  realName: 'Dana Whitlock',
  slackUserId: 'U0DANA',
};

export const COLLEAGUES = [
  { email: 'lee@example.com', name: 'lee', realName: 'Lee Brandt', slackUserId: 'U0LEE' },
  { email: 'priya@example.com', name: 'priya', realName: 'Priya Raman', slackUserId: 'U0PRIYA' },
  { email: 'sam@example.com', name: 'sam', realName: 'Sam Okoro', slackUserId: 'U0SAM' },
  { email: 'noor@example.com', name: 'noor', realName: 'Noor Haddad', slackUserId: 'U0NOOR' },
] as const satisfies readonly TeamMember[];

export const TEAM: readonly TeamMember[] = [DANA, ...COLLEAGUES];
