import { appendAuditById } from '../../store/audit.ts';
import type { Context } from '../context.ts';

/** Records who did what. An account that is unknown by now is kept by its id in the detail. */
export async function audit({
  ctx,
  input,
}: {
  readonly ctx: Context;
  readonly input: {
    readonly actor: string;
    readonly action: string;
    /** The vendor's own id. */
    readonly accountId?: string | undefined;
    readonly detail: Readonly<Record<string, unknown>>;
  };
}): Promise<void> {
  const { accountId = null, action, actor, detail } = input;
  await appendAuditById(ctx.db, { actor, action, accountId, detail });
}
