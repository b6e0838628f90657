import { describe, expect, it } from 'vitest';
import { DEMO_BOT, DEMO_PULSE_CHANNEL, DEMO_VIEWER, demoChannels, demoPeople } from '../../src/demo/people.ts';
import { DANA, TEAM } from '../../src/demo/team.ts';
import type { WorkspaceChannel, WorkspacePerson } from '../../src/workspace/workspace-options.ts';

const people: WorkspacePerson[] = demoPeople('Europe/Berlin');
const channels: WorkspaceChannel[] = demoChannels();

describe('the people of the local workspace', () => {
  it('are the owners of the accounts, the bot and one guest', () => {
    for (const { slackUserId, email } of TEAM) {
      expect(people.find(({ id }) => id === slackUserId)?.email).toBe(email);
    }
    expect(people.filter(({ isBot }) => isBot).map(({ id }) => id)).toEqual([DEMO_BOT]);
    expect(people.filter(({ isUltraRestricted }) => isUltraRestricted)).toHaveLength(1);
  });

  it('let Dana look', () => {
    expect(DEMO_VIEWER).toBe(DANA.slackUserId);
    expect(channels.every(({ members }) => members.every((id) => people.some((person) => person.id === id)))).toBe(
      true,
    );
  });

  it('have the digest channel with the bot in it, and one shared with a customer', () => {
    expect(channels.find(({ id }) => id === DEMO_PULSE_CHANNEL)?.members).toContain(DEMO_BOT);
    expect(channels.filter(({ isExtShared }) => isExtShared).map(({ name }) => name)).toEqual(['acme-shared']);
  });
});
