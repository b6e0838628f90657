import { TEAM } from './team.ts';

/** Shaped as the local workspace wants them; plain data, so that nothing here depends on it. */
export interface DemoPerson {
  id: string;
  name: string;
  realName: string;
  email: string;
  tz: string;
  isBot?: boolean;
  isUltraRestricted?: boolean;
  avatarColor?: string;
}

export interface DemoChannel {
  id: string;
  name: string;
  kind: 'channel' | 'private';
  members: string[];
  isExtShared?: boolean;
  topic?: string;
}

export const DEMO_VIEWER = 'U0DANA';
export const DEMO_BOT = 'U0PULSE';
export const DEMO_PULSE_CHANNEL = 'C0PULSE';

const GUEST = 'U0GUEST';
const COLOURS: Readonly<Record<string, string>> = {
  U0DANA: '#7a3e9d',
  U0LEE: '#1f7a8c',
  U0PRIYA: '#b5541c',
  U0SAM: '#2f6f3e',
  U0NOOR: '#a32a4b',
};

/** Dana in the browser, her colleagues, the bot and a guest who may not ask. */
export function demoPeople(timeZone: string): DemoPerson[] {
  const team = TEAM.map(({ slackUserId, name, realName, email }) => ({
    id: slackUserId,
    name,
    realName,
    email,
    tz: timeZone,
    avatarColor: COLOURS[slackUserId] ?? '#555555',
  }));
  const bot = { id: DEMO_BOT, name: 'cs-pulse', realName: 'cs-pulse', email: 'cs-pulse@example.com', tz: timeZone };
  const guest = { id: GUEST, name: 'robin', realName: 'Robin Vale', email: 'robin@partner.example', tz: timeZone };
  return [
    ...team,
    { ...bot, isBot: true, avatarColor: '#0b6e4f' },
    { ...guest, isUltraRestricted: true, avatarColor: '#6b6b6b' },
  ];
}

/** Where the digest goes, and places that a report must or must not be shared to. */
export function demoChannels(): DemoChannel[] {
  const team = TEAM.map(({ slackUserId }) => slackUserId);
  return [
    {
      id: DEMO_PULSE_CHANNEL,
      name: 'cs-pulse',
      kind: 'channel',
      members: [...team, DEMO_BOT],
      topic: 'Account health and seats, every morning',
    },
    { id: 'C0GENERAL', name: 'general', kind: 'channel', members: [...team, GUEST], topic: 'Everybody' },
    { id: 'C0LEADS', name: 'cs-leads', kind: 'private', members: ['U0DANA', 'U0NOOR', DEMO_BOT] },
    {
      id: 'C0ACMESHARED',
      name: 'acme-shared',
      kind: 'channel',
      members: ['U0DANA', DEMO_BOT],
      isExtShared: true,
      topic: 'Shared with Acme: nothing internal here',
    },
  ];
}
