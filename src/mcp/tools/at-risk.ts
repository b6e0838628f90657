import { z } from 'zod';
import { accountsInDanger } from '../../app/portfolio/accounts-in-danger.ts';
import { standJson } from '../../published/stand-json.ts';
import { accountLine, accountLineSchema, listShape } from '../account-line.ts';
import { limit, owner } from '../inputs.ts';
import { tool } from '../tool.ts';

export const atRiskTool = tool({
  name: 'at_risk',
  title: 'Accounts that may be lost',
  description: 'Accounts of the bands CRITICAL and WARN, the lowest score first.',
  input: z.strictObject({ owner, limit }),
  output: z.strictObject({
    ...listShape,
    accounts: z.array(accountLineSchema),
    more: z.int().describe('Accounts of these bands beyond those listed.'),
  }),
  answer: async ({ ctx, input }) => {
    const found = await accountsInDanger({ ctx, input: { ownerEmail: input.owner, limit: input.limit } });
    const { more, stand, standings } = found;
    const accounts = standings.map((one) => accountLine(one, stand));
    return { json: { ...standJson(stand), definition: stand.definition, accounts, more } };
  },
});
