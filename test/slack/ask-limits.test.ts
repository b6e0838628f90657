import { expect, it } from 'vitest';
import { answeredElsewhere, readAs } from '../../src/slack/messages/ask.ts';
import { fc } from '../support/fc.ts';
import { messageFaults } from '../support/hostile-faults.ts';
import { RENDERERS } from '../support/hostile-messages.ts';
import { hostileStandings } from '../support/hostile-reports.ts';
import { hostile } from '../support/hostile-text.ts';

it.each(Object.entries(RENDERERS))('%s stays within Slack’s limits as the answer to a question', (_name, render) => {
  fc.assert(
    fc.property(hostileStandings, hostile, (all, text) => {
      const answers = [render(all, text)]
        .flat()
        .map((one) => answeredElsewhere(readAs(one, `/health "${text}"`), text));
      expect(answers.flatMap(messageFaults)).toEqual([]);
    }),
    { numRuns: 10 },
  );
});
