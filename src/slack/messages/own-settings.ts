import type { types } from '@slack/bolt';
import type { MyBookReport } from '../../app/my-book/my-book-report.ts';
import { actionId } from '../action-ids.ts';
import { untrusted } from '../mrkdwn.ts';
import { actions, type Choice, menu, plainText, section } from './layout.ts';

type OwnSettings = MyBookReport['settings'];

/** The choice that stands for the team's zone, whichever that is. */
export const TEAM_ZONE = 'team';

const LINES: readonly (Choice & { readonly value: OwnSettings['dmLines'] })[] = [
  { value: 'all', label: 'All of my accounts' },
  { value: 'low_bands', label: 'Only CRITICAL and WARN' },
  { value: 'renewals', label: 'Only renewals within 90 days' },
];

/** One for each hour of the clock in which people work; another one that was chosen is offered too. */
const ZONES = [
  'Pacific/Honolulu',
  'America/Anchorage',
  'America/Los_Angeles',
  'America/Denver',
  'America/Chicago',
  'America/New_York',
  'America/Halifax',
  'America/Sao_Paulo',
  'Atlantic/Azores',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Helsinki',
  'Europe/Istanbul',
  'Africa/Johannesburg',
  'Asia/Dubai',
  'Asia/Karachi',
  'Asia/Kolkata',
  'Asia/Bangkok',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Pacific/Auckland',
];

/** Direct messages, what they are about, and the own time zone; each is saved when it is changed. */
export function ownSettingsBlocks({ dmDigest, dmLines, teamTimeZone, timeZone }: OwnSettings): types.KnownBlock[] {
  const others = timeZone === null || ZONES.includes(timeZone) ? ZONES : [timeZone, ...ZONES];
  const zones = [
    { value: TEAM_ZONE, label: `Team’s time zone (${teamTimeZone})` },
    ...others.map((zone) => ({ value: zone, label: zone })),
  ];
  const selects = [
    menu('home_lines', 'What they are about', LINES, dmLines),
    menu('home_zone', 'Time zone', zones, timeZone ?? TEAM_ZONE),
  ].filter((select) => select !== null);
  return [
    section(`*My settings*\n${whenText({ dmDigest, timeZone, teamTimeZone })}`),
    actions([dmBox(dmDigest), ...selects]),
  ];
}

function whenText({ dmDigest, timeZone, teamTimeZone }: Omit<OwnSettings, 'dmLines'>): string {
  if (!dmDigest) return 'You get no direct messages. They would come on the days of the digest.';
  const zone = untrusted(timeZone ?? teamTimeZone, { max: 64 });
  return `Your accounts come by direct message on the days of the digest, at its hour in ${zone}, or with the team’s digest where that hour has passed.`;
}

function dmBox(isOn: boolean): types.Checkboxes {
  const option = { text: plainText('Send me my accounts every morning', 75), value: 'on' };
  return {
    type: 'checkboxes',
    action_id: actionId('home_dm'),
    options: [option],
    ...(isOn ? { initial_options: [option] } : {}),
  };
}
