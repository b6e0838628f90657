import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { COMMANDS } from '../../src/slack/commands/index.ts';
import { EVENTS } from '../../src/slack/events.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '../../src/slack/examine-slack.ts';
import { withGeneratedCommands } from '../../src/slack/manifest.ts';
import { SHORTCUTS } from '../../src/slack/shortcuts.ts';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const text = read('../../manifest.yml');
const manifest = parse(text);
const schema = JSON.parse(read('../fixtures/slack/manifest.schema.json'));

describe('manifest.yml', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);

  it('is valid against Slack’s own schema, which refuses a broken copy', () => {
    validate(manifest);
    expect(validate.errors).toBeNull();
    expect(validate({ ...manifest, display_information: { name: 'x'.repeat(36) } })).toBe(false);
    expect(validate({ ...manifest, surprise: true })).toBe(false);
  });

  it('lists exactly the registered commands, as `npm run manifest` writes them', () => {
    expect(withGeneratedCommands(text)).toBe(text);
    const listed = manifest.features.slash_commands.map(({ command }: { command: string }) => command);
    expect(listed).toEqual(COMMANDS.map(({ name }) => name));
    expect(() => withGeneratedCommands('features: {}')).toThrow('marks');
  });

  it('asks for the scopes that doctor looks for, and names those that may be refused', () => {
    const { bot, bot_optional: optional } = manifest.oauth_config.scopes;
    expect(bot).toEqual([...REQUIRED_SCOPES, ...OPTIONAL_SCOPES]);
    expect(optional).toEqual([...OPTIONAL_SCOPES]);
  });

  it('subscribes to exactly the events and shortcuts that have a handler', () => {
    expect([...manifest.settings.event_subscriptions.bot_events].sort()).toEqual(Object.keys(EVENTS).sort());
    expect(manifest.features.shortcuts.map((one: { callback_id: string }) => one.callback_id)).toEqual(
      SHORTCUTS.map(({ callbackId }) => callbackId),
    );
  });

  it('asks for no more than it needs: reading history and sending files may be refused, nothing reads files or sends as others', () => {
    const { bot, bot_optional: optional } = manifest.oauth_config.scopes;
    expect(
      bot.filter((scope: string) => scope.includes('history')).every((scope: string) => optional.includes(scope)),
    ).toBe(true);
    expect(optional).toContain('files:write');
    expect(optional).toContain('users:read.email');
    const unusual = bot.filter((scope: string) => scope !== 'files:write' && scope !== 'users:read.email');
    expect(unusual.filter((scope: string) => /files|admin|customize|public|email/.test(scope))).toEqual([]);
  });

  it('stays within Slack’s lengths for commands', () => {
    for (const { name, usage, description } of COMMANDS) {
      expect(name).toMatch(/^\/[a-z-]{1,31}$/);
      expect(usage.length).toBeLessThanOrEqual(1000);
      expect(description.length).toBeLessThanOrEqual(2000);
    }
  });
});
