import { z } from 'zod';
import { changeStand } from '../../app/changes/change-stand.ts';
import { whyChanged } from '../../app/changes/explain-change.ts';
import { standJson } from '../../published/stand-json.ts';
import { whyJson } from '../../published/why-json.ts';
import { whySchema } from '../../published/why-schema.ts';
import { account, day } from '../inputs.ts';
import { accountIdOf } from '../name-account.ts';
import { tool } from '../tool.ts';

export const whyTool = tool({
  name: 'why',
  title: 'Why a score moved',
  description:
    'What moved the score of one account between two days (by default the newest snapshot and the one a week before), part by part; the points add up exactly.',
  input: z.strictObject({ account, from: day, to: day }),
  output: whySchema,
  answer: async ({ ctx, input: { account: text, from, to } }) => {
    const accountId = await accountIdOf(ctx, text);
    const report = await whyChanged({ ctx, input: { accountId, from, to } });
    return { json: { ...whyJson(report), ...standJson(await changeStand(ctx, report)) }, accountId };
  },
});
