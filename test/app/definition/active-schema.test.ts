import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { definitionHash } from '../../../src/app/definition/definition-hash.ts';
import { ACTIVE_DEFAULTS } from '../../../src/domain/active/definition.ts';
import { BALANCED, UTILIZATION_DEFAULTS } from '../../../src/domain/definition.ts';
import { readSettings } from '../../../src/settings.ts';
import { activeText } from '../../../src/slack/messages/active-words.ts';

const folder = mkdtempSync(join(tmpdir(), 'cs-pulse-active-'));
let files = 0;

function read(active: string) {
  const file = join(folder, `${files++}.yaml`);
  writeFileSync(file, `active: ${active}\n`);
  return readSettings(file).active;
}

describe('the active-user settings', () => {
  it('are any event of everybody when nothing is said', () => {
    expect(read('{}')).toEqual(ACTIVE_DEFAULTS);
    expect(read('{ rule: any_event, window_days: 30, surfaces: null, roles: null }')).toEqual(ACTIVE_DEFAULTS);
  });

  it('take each rule, in the case of the events and with the defaults of a workflow', () => {
    expect(read('{ rule: { login: { events: [Signed_In] } } }').rule).toEqual({ kind: 'login', events: ['Signed_In'] });
    expect(read('{ rule: { feature_threshold: { events: [a, b], min_count: 3 } } }').rule).toEqual({
      kind: 'feature_threshold',
      events: ['a', 'b'],
      min_count: 3,
    });
    expect(read('{ rule: { core_workflow: { events: [a] } } }').rule).toEqual({
      kind: 'core_workflow',
      events: ['a'],
      match: 'any',
      min_days: 1,
    });
  });

  it('fold what is compared in lower case, and leave ids as they are', () => {
    const active = read(
      '{ surfaces: [Web], exclude: { domains: ["@Ours.Example"], users: [U1, QA@X.example], events: [Ping] }, roles: { ignore: [Viewer] } }',
    );
    expect(active).toEqual({
      ...ACTIVE_DEFAULTS,
      surfaces: ['web'],
      exclude: { domains: ['ours.example'], users: ['U1', 'qa@x.example'], events: ['Ping'] },
      roles: { kind: 'ignore', names: ['viewer'] },
    });
  });

  it.each([
    ['{ rule: { login: { events: ["a\\0b"] } } }', /active\.rule\.login\.events\[0\]: holds a character that cannot/],
    ['{ surfaces: ["\\0"] }', /active\.surfaces\[0\]: holds a character/],
    ['{ window_days: 28 }', /active\.window_days: must be 30/],
    ['{ rule: everything }', /active\.rule: must be any_event or one of \{login/],
    ['{ rule: { logn: { events: [a] } } }', /active\.rule\.logn: is no rule; it must be any_event or one of/],
    [
      '{ rule: { login: { events: [a] }, core_workflow: { events: [a] } } }',
      /active\.rule: must be any_event or one of/,
    ],
    ['{ rule: {} }', /active\.rule: must be any_event or one of/],
    ['{ rule: { login: { events: [] } } }', /active\.rule\.login\.events: must name at least one event/],
    ['{ rule: { login: { events: [a, a] } } }', /active\.rule\.login\.events: must name each event once/],
    ['{ rule: { login: { event: a } } }', /active\.rule\.login\.events: must list the names of events/],
    ['{ rule: { feature_threshold: { events: [a] } } }', /min_count: must be a whole number of events within 30 days/],
    ['{ rule: { feature_threshold: { events: [a], min_count: 0 } } }', /min_count: must be 1 or more/],
    ['{ rule: { core_workflow: { events: [a], match: some } } }', /match: must be any \(one of the events\) or all/],
    ['{ rule: { core_workflow: { events: [a], min_days: 29 } } }', /min_days: must be at most 28 days/],
    ['{ roles: { count: [a], ignore: [b] } }', /active\.roles: must have either count or ignore/],
    ['{ roles: {} }', /active\.roles: must have either count or ignore/],
    ['{ surfaces: [] }', /active\.surfaces: must name at least one surface/],
    ['{ exclude: { domains: [ours] } }', /active\.exclude\.domains\[0\]: must be a domain such as example\.com/],
    ['{ exclude: { people: [a] } }', /active\.exclude\.people: /],
  ])('refuse %s and say where and what to do', (text, expected) => {
    expect(() => read(text)).toThrow(expected);
  });

  it('name other numbers than before only where something is chosen', () => {
    const rules = { health: BALANCED, utilization: UTILIZATION_DEFAULTS };
    const before = definitionHash({ ...rules, active: ACTIVE_DEFAULTS });
    expect(before).toBe('4c37e7a6e6b8484d0678f970b4576650a97001b6321b21714c7b2e472895d720');
    const chosen = read('{ rule: { login: { events: [a] } } }');
    expect(definitionHash({ ...rules, active: chosen })).not.toBe(before);
  });

  it('are said in words, our own people counted and not named', () => {
    const active = read(
      '{ rule: { core_workflow: { events: [opened, closed], match: all, min_days: 2 } }, surfaces: [web], exclude: { users: [boss@ours.example] }, roles: { count: [admin] } }',
    );
    expect(activeText(active)).toContain(
      'did each of opened and closed, something of it on 2 days or more within 30 days',
    );
    expect(activeText(active)).toContain(
      '1 named id; people whose role is not admin; what happens elsewhere than on web',
    );
    expect(activeText(active)).not.toContain('boss');
    expect(activeText(read('{}'))).toContain('who did anything within 30 days');
    expect(activeText(read('{ rule: { feature_threshold: { events: ["<!here>"], min_count: 3 } } }'))).not.toContain(
      '<!here>',
    );
  });
});
