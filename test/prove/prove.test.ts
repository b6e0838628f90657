import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readArguments } from '../../prove/arguments.ts';
import { type Bar, boundOf, defineBar, type Verdict } from '../../prove/bar.ts';
import { bars } from '../../prove/bars/index.ts';
import { proofPage } from '../../prove/page.ts';
import { createProofs, type Proof } from '../../prove/proof.ts';
import { mergedRows } from '../../prove/record.ts';
import { closingOf, type Report, summaryOf } from '../../prove/report.ts';
import { createStand } from '../../prove/stand/stand.ts';
import { runTrial, titleOf, trialsOf } from '../../prove/trial.ts';

const held: Verdict = { tries: 300, unit: 'runs', failures: [], measured: { posts: 12_000 } };
const broken: Verdict = { ...held, failures: ['lost 3'] };

function barOf(run: () => Promise<Verdict>, control: () => Promise<Verdict> = async () => broken): Bar {
  return defineBar({ number: '1', promise: 'P', sizes: { quick: 1, full: 2 }, run, controls: { naive: control } });
}
async function prove(bar: Bar): Promise<Proof> {
  const proofs = createProofs([bar], () => undefined);
  for (const trial of trialsOf(bar)) {
    const open = (purpose: string) => createStand(purpose, () => undefined);
    proofs.add(trial, await runTrial(trial, { size: 'quick', seed: 's' }, open));
  }
  const [proof] = proofs.all();
  if (!proof) throw new Error('no proof came of the trials of a bar');
  return proof;
}

describe('a proof', () => {
  it('holds when the promise is kept and its control breaks it', async () => {
    const proof = await prove(barOf(async () => held));
    expect(proof).toMatchObject({ holds: true, bound: 0.01, controls: [{ name: 'naive', failed: true }] });
    expect(summaryOf(proof)).toContain('holds: 0 failures in 300 runs, so rarer than 1 %');
    expect(closingOf([proof], 61)).toContain('1 of 1 promises hold; 1 min 1 s in all');
    expect(closingOf([{ ...proof, holds: false }], 1)).toContain('0 of 1 promises hold, not 1;');
  });

  it.each([
    ['a broken promise', barOf(async () => broken)],
    [
      'a control that does not fail',
      barOf(
        async () => held,
        async () => held,
      ),
    ],
    ['a trial that breaks off', barOf(() => Promise.reject(new Error('oops')))],
    [
      'a control that breaks off',
      barOf(
        async () => held,
        () => Promise.reject(new Error('oops')),
      ),
    ],
    ['nothing tried', barOf(async () => ({ ...held, tries: 0 }))],
  ])('does not hold with %s', async (_, bar) => {
    const proof = await prove(bar);
    expect(proof.holds).toBe(false);
    expect(summaryOf(proof)).toContain('DOES NOT HOLD');
  });

  it('says nothing of how rare failures are when there was one', () => {
    expect([boundOf(held), boundOf(broken)]).toEqual([0.01, null]);
  });

  it('is made when the last of its trials is known, in whichever order they end', async () => {
    const bar = barOf(async () => held);
    const [first, second] = [bar, { ...bar, number: '2' }];
    const told: string[] = [];
    const proofs = createProofs([first, second], ({ number }) => told.push(number));
    const trials = [...trialsOf(first), ...trialsOf(second)].reverse();
    expect(trials.map(titleOf)).toEqual(['2: control "naive"', '2: P', '1: control "naive"', '1: P']);
    const after: number[] = [];
    for (const trial of trials) {
      const verdict = trial.control === null ? held : broken;
      proofs.add(trial, { verdict, seconds: 1, brokeOff: false });
      after.push(told.length);
    }
    expect(after).toEqual([0, 1, 1, 2]);
    expect(proofs.all().map(({ holds, number }) => [number, holds])).toEqual([
      ['1', true],
      ['2', true],
    ]);
  });

  it('takes everything down, last first, also when it breaks off', async () => {
    const order: string[] = [];
    await prove(
      defineBar({
        number: '1',
        promise: 'P',
        sizes: { quick: 1, full: 2 },
        controls: {},
        run: async (stand, size) => {
          stand.atEnd(() => order.push('first'));
          stand.atEnd(() => order.push('last'));
          throw new Error(String(size));
        },
      }),
    );
    expect(order).toEqual(['last', 'first']);
  });

  it('repeats its choices for a seed', async () => {
    const draw = async (seed: string) => {
      const stand = createStand(seed, () => undefined);
      const random = stand.random('kills');
      await stand.close();
      return Array.from({ length: 5 }, () => random.below(1000));
    };
    expect(await draw('a')).toEqual(await draw('a'));
    expect(await draw('a')).not.toEqual(await draw('b'));
  });
});

describe('the record', () => {
  const reportOf = (proofs: Report['proofs'], more: Partial<Report> = {}): Report => ({
    at: '2026-03-01T00:00:00Z',
    machine: 'M',
    commit: 'abc',
    size: 'full',
    seed: 's',
    proofs,
    ...more,
  });

  it('has a row for each bar, with its own run, and keeps those that were not tried again', async () => {
    const one = await prove(barOf(async () => held));
    const two = { ...one, number: '2' };
    const before = mergedRows([], reportOf([two, { ...one, number: '99' }]), ['1', '2', '99']);
    const rows = mergedRows(before, reportOf([one], { at: '2026-04-01T00:00:00Z', commit: 'def', machine: 'N' }), [
      '1',
      '2',
    ]);
    expect(rows.map(({ at, commit, number }) => [number, at.slice(0, 10), commit])).toEqual([
      ['1', '2026-04-01', 'def'],
      ['2', '2026-03-01', 'abc'],
    ]);
    const again = mergedRows(rows, reportOf([two], { commit: 'ghi' }), ['1', '2']);
    expect(again.map(({ commit }) => commit)).toEqual(['def', 'ghi']);
    const page = proofPage(rows);
    expect(page).toContain('| 1 | P | 300 runs | 0 | 1 % |');
    expect(page).toContain('naive: fails (lost 3)');
    expect(page).toContain('| 2026-04-01 | def, s | A |');
    expect(page).toContain('| 2026-03-01 | abc, s | B |');
    expect(page).toContain('posts 12,000');
    expect(page).not.toContain('did not hold');
  });

  it('says what did not hold', async () => {
    const rows = mergedRows([], reportOf([await prove(barOf(async () => ({ ...held, failures: ['a | b', 'c'] })))]), [
      '1',
    ]);
    expect(proofPage(rows)).toContain('- 1: a \\| b');
    expect(proofPage(rows)).toContain('| **2** | – |');
  });
});

describe('the arguments', () => {
  const soak = { ...barOf(async () => held), number: '18', soak: true };
  const all = [barOf(async () => held), soak];
  const numbers = (argv: string[]) => {
    const asked = readArguments(argv, all, 0);
    return typeof asked === 'string' ? asked : asked.bars.map(({ number }) => number);
  };

  it('choose bars and their size', () => {
    expect(readArguments([], all, 0)).toMatchObject({ size: 'full', seed: '0', list: false, write: false, json: null });
    expect(readArguments(['--quick', '--seed', 'x', '--json', 'f'], all)).toMatchObject({
      size: 'quick',
      seed: 'x',
      json: 'f',
    });
    expect(numbers([])).toEqual(['1']);
    expect(numbers(['--soak'])).toEqual(['1', '18']);
    expect(numbers(['--only', '18'])).toEqual(['18']);
    expect(numbers(['--list'])).toEqual(['1', '18']);
  });

  it('are refused when they are not understood', () => {
    expect(numbers(['--only', '7'])).toContain('there is no bar 7; there are 1, 18');
    expect(numbers(['--fast'])).toContain('--fast');
    expect(numbers(['more'])).toContain('more');
    expect(numbers(['--quick', '--write'])).toContain('leave out --quick');
  });
});

describe('the list of bars', () => {
  it('names every folder, and every bar has a control and a number of its own', () => {
    const folders = readdirSync(new URL('../../prove/bars/', import.meta.url)).filter((name) => !name.endsWith('.ts'));
    expect(bars).toHaveLength(folders.length);
    expect(new Set(bars.map(({ number }) => number)).size).toBe(bars.length);
    expect(bars.filter(({ controls }) => controls.length === 0).map(({ number }) => number)).toEqual([]);
    const known = folders.map((name) => name.split('-')[0]?.replace(/^0/, '')).sort();
    expect(bars.map(({ number }) => number).sort()).toEqual(known);
  });
});
