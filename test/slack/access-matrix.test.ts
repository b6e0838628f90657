import { describe, expect, it } from 'vitest';
import { ACTION_NAMES } from '../../src/slack/action-ids.ts';
import { ACTIONS } from '../../src/slack/actions/index.ts';
import { COMMANDS } from '../../src/slack/commands/index.ts';
import { VIEWS } from '../../src/slack/views/index.ts';
import { cellsOf } from '../support/access/cells.ts';
import { type Registered, withoutRow } from '../support/access/coverage.ts';
import { WHO } from '../support/access/policy.ts';
import { ACCOUNT } from '../support/access/row.ts';
import { ROWS, SILENT_EVENTS } from '../support/access/rows.ts';
import { REGISTERED } from '../support/access/table.ts';

const LEAST_CELLS = 1500;
const NAMES = [...ROWS, ...SILENT_EVENTS].map(({ name }) => name);

describe('the rows of the access matrix', () => {
  it('call every registered handler', () => {
    expect(withoutRow(REGISTERED, NAMES)).toEqual([]);
    expect(new Set(NAMES).size).toBe(NAMES.length);
    expect(ACTIONS.map(({ name }) => name).sort()).toEqual([...ACTION_NAMES].sort());
    expect(VIEWS.map(({ name }) => name).sort()).toEqual([...REGISTERED.views].sort());
  });

  it('are missed when any handler is added', () => {
    const [command, ...others] = COMMANDS;
    const added: Partial<Registered>[] = [
      { commands: [...COMMANDS, { ...command, name: '/churn', subcommands: [] }] },
      { commands: [{ ...command, subcommands: [...command.subcommands, 'churn'] }, ...others] },
      { commands: [{ ...command, usage: command.usage.replace(']', ' | churn]') }, ...others] },
      { commands: [{ ...command, usage: command.usage.replace(']', ' | churn:<90d]') }, ...others] },
      { commands: [{ ...command, help: { examples: [['/health churn acme', '']] } }, ...others] },
      { actions: [...REGISTERED.actions, 'churn'] },
      { views: [...REGISTERED.views, 'churn'] },
      { shortcuts: [...REGISTERED.shortcuts, 'churn'] },
      { options: [...REGISTERED.options, 'churn'] },
      { events: [...REGISTERED.events, 'churn'] },
    ];
    for (const more of added) {
      const missing = withoutRow({ ...REGISTERED, ...more }, NAMES);
      expect(missing[0]).toContain('churn');
      expect(missing.filter((name) => !name.includes('churn'))).toEqual([]);
    }
  });

  it('make a table as large as was promised', () => {
    const cells = cellsOf(ROWS, WHO, ACCOUNT);
    process.stdout.write(
      `access matrix: ${cells.length} cells, ${ROWS.length} handlers, ${WHO.length} kinds of people\n`,
    );
    expect(cells.length).toBeGreaterThanOrEqual(LEAST_CELLS);
  });
});
