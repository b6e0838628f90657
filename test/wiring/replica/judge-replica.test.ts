import { describe, expect, it } from 'vitest';
import type { PrimaryMark, ReplicaMark } from '../../../src/store/replica.ts';
import { judgeReplica, TOO_FAR_S } from '../../../src/wiring/replica/judge-replica.ts';

const SHARED = { schema: 's', installation: 'i', newestSeconds: 1000 };
const PRIMARY: PrimaryMark = { ...SHARED, atSeconds: 5000, position: '0/1' };
const STANDBY: ReplicaMark = {
  ...SHARED,
  isStandby: true,
  hasPosition: true,
  hasReceived: true,
  replayedSecondsAgo: 4000,
  syncedSecondsAgo: null,
};
const BEHIND = { ...STANDBY, hasPosition: false };
const COPY: ReplicaMark = {
  ...STANDBY,
  isStandby: false,
  hasPosition: null,
  hasReceived: false,
  replayedSecondsAgo: null,
};

const good = (behindSeconds: number) => ({ usable: true, behindSeconds });
const refused = (reason: string | RegExp) => ({ usable: false, reason: expect.stringMatching(reason) });

describe('what a replica is good for', () => {
  it.each<[string, PrimaryMark | null, ReplicaMark, object]>([
    ['has all that its idle primary wrote', PRIMARY, STANDBY, good(0)],
    ['lacks something', PRIMARY, { ...BEHIND, replayedSecondsAgo: 12.2 }, good(13)],
    ['is as far behind as may be', PRIMARY, { ...BEHIND, replayedSecondsAgo: TOO_FAR_S }, good(TOO_FAR_S)],
    ['is further behind', PRIMARY, { ...BEHIND, replayedSecondsAgo: TOO_FAR_S + 0.1 }, refused('301 s behind')],
    ['lacks something and has replayed nothing', PRIMARY, { ...BEHIND, replayedSecondsAgo: null }, refused('not say')],
    ['was ahead of the clock', PRIMARY, { ...BEHIND, replayedSecondsAgo: -3 }, good(0)],
    // All that it received is not all that there is: the connection may be cut.
    ['has all that it received', PRIMARY, { ...BEHIND, hasReceived: true, replayedSecondsAgo: 40 }, good(40)],
    ['has all, of a primary that is away', null, { ...STANDBY, hasPosition: null }, good(0)],
    [
      'is cut off from a primary that is away',
      null,
      { ...STANDBY, hasPosition: null, hasReceived: false },
      refused('4000 s'),
    ],
    ['is of another installation', PRIMARY, { ...STANDBY, installation: 'other' }, refused('another installation')],
    ['is of another version', PRIMARY, { ...STANDBY, schema: 'other' }, refused('another version')],
    ['is empty', PRIMARY, { ...STANDBY, schema: null }, refused('no schema')],
    ['is a copy with the newest signal', PRIMARY, COPY, good(0)],
    ['is a copy that heard nothing of late', PRIMARY, { ...COPY, syncedSecondsAgo: 90 }, good(90)],
    ['is a copy that stands still', PRIMARY, { ...COPY, newestSeconds: 999 }, refused('4001 s behind')],
    ['is a copy without a signal', PRIMARY, { ...COPY, newestSeconds: null }, refused('not say')],
    ['is a copy of what has no signal', { ...PRIMARY, newestSeconds: null }, { ...COPY, newestSeconds: null }, good(0)],
    ['is a copy of a primary that is away', null, COPY, refused('not say')],
  ])('one that %s', (_what, primary, replica, verdict) => {
    expect(judgeReplica(primary, replica)).toMatchObject(verdict);
  });

  it('would seem far behind an idle primary, judged by its last transaction alone', () => {
    const naive = (mark: ReplicaMark) => (mark.replayedSecondsAgo ?? 0) <= TOO_FAR_S;
    expect([naive(STANDBY), judgeReplica(PRIMARY, STANDBY).usable]).toEqual([false, true]);
  });
});
