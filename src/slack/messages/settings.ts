import type { DigestSetting, SettingsReport } from '../../app/settings/settings-report.ts';
import { untrusted } from '../mrkdwn.ts';
import { join } from './account-lines.ts';
import { filterText } from './digest-head.ts';
import { actions, button, fitLines, message, sections } from './layout.ts';
import type { SlackMessage } from './message.ts';

const WEEKDAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** What is posted where and when, the rules in force, and the asker's own choice with its button. */
export function settingsMessage(report: SettingsReport): SlackMessage {
  const { definition, definitionHash, digests, fallbackOwner, own, reportingCurrency, timeZone } = report;
  const zone = untrusted(timeZone, { max: 40 });
  const lines = [
    '*Settings*',
    `Days and numbers are those of ${zone}, totals in ${untrusted(reportingCurrency, { max: 3 })}.`,
    `Definition in force: ${untrusted(definition, { max: 40 })} (${untrusted(definitionHash, { max: 12 })}). \`/health define\` explains its terms.`,
    ...digests.flatMap(digestLines),
    fallbackOwner === null
      ? 'Accounts without an owner are told to nobody: set `fallback_owner` in the settings file.'
      : `Accounts without an owner go to ${untrusted(fallbackOwner, { max: 24 })}.`,
  ];
  const ownZone = untrusted(own.timeZone, { max: 64 });
  const choice = own.wanted
    ? `You get your accounts by direct message: ${daysText(own.days)} at ${own.at} ${ownZone}.`
    : `You get no direct messages. They would come ${daysText(own.days)} at ${own.at} ${ownZone}.`;
  const { kept } = fitLines(lines, 2600);
  const toggle = button({
    action: 'dm_digest',
    label: own.wanted ? 'Stop sending me my accounts' : 'Send me my accounts every morning',
    value: own.wanted ? 'off' : 'on',
  });
  return message([...kept, choice], [...sections([...kept, choice]), actions([toggle])]);
}

function digestLines(digest: DigestSetting): string[] {
  const { at, channel, days, empty, filter, name, refused, rollup, rollupRefused, zone } = digest;
  const where = join([
    `*Digest ${untrusted(name, { max: 30 })}*`,
    channelText(channel),
    `${daysText(days)} at ${at} ${untrusted(zone, { max: 40 })}`,
    filterText({ filter }),
    empty === 'silent' ? 'silent when nothing is new' : 'one line when nothing is new',
  ]);
  const weekly =
    rollup === null
      ? []
      : [`> weekly rollup: ${join([channelText(rollup.channel), daysText(rollup.days), refusedText(rollupRefused)])}`];
  return [where, `> ${refusedText(refused)}`, ...weekly];
}

function refusedText(refused: string | null): string {
  return refused === null
    ? '✅ the channel may be posted to'
    : `⚠ nothing is posted: ${untrusted(refused, { max: 200 })}`;
}

function channelText(channel: string | null): string {
  return channel !== null && /^[CG][A-Z0-9]{2,20}$/.test(channel) ? `<#${channel}>` : 'no channel';
}

function daysText(days: readonly number[]): string {
  return days.map((day) => WEEKDAYS[day] ?? '').join(', ');
}
