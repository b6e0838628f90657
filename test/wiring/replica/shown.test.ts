import { expect, it } from 'vitest';
import { standJson } from '../../../src/published/stand-json.ts';
import { standLine } from '../../../src/slack/messages/account-lines.ts';
import { STAND } from '../../support/slack-reports.ts';

const behind = (behindSeconds: number) => ({ ...STAND, replica: { behindSeconds } });

it('a replica is named beside the age of data from 31 seconds on', () => {
  expect(standLine(behind(31))).toMatch(/ · read from a replica, 31 s behind$/);
  expect(standLine(behind(30))).toBe(standLine(STAND));
  expect(standLine(STAND)).not.toContain('replica');
});

it('programs are told how far behind a replica is, however little, and nothing where there is none', () => {
  expect(standJson(behind(0))).toMatchObject({ replica_behind_seconds: 0 });
  expect(Object.keys(standJson(STAND))).not.toContain('replica_behind_seconds');
});
