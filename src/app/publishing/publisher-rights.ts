/** What a publisher may see now. */
export type PublisherAccess =
  | { readonly kind: 'allowed'; readonly money: boolean }
  /** No longer somebody who may ask. */
  | { readonly kind: 'refused' }
  /** Could not be looked up. */
  | { readonly kind: 'unknown' };

/** Asks what somebody may see, by Slack user id. */
export type PublisherRights = (slackUserId: string) => Promise<PublisherAccess>;

/** For so long what was known last holds while Slack does not say. */
const REMEMBERED_MS = 10 * 60_000;
/** Publishers that are remembered; the ones asked about longest ago go first. */
const PUBLISHERS = 1000;

/** The same, where what was known last holds for ten minutes of silence. */
export function rememberedRights(ask: PublisherRights, now: () => Date): PublisherRights {
  const known = new Map<string, { readonly access: PublisherAccess; readonly at: number }>();
  return async (slackUserId) => {
    const access = await ask(slackUserId);
    const at = now().getTime();
    if (access.kind === 'unknown') {
      const last = known.get(slackUserId);
      return last !== undefined && at - last.at < REMEMBERED_MS ? last.access : access;
    }
    known.delete(slackUserId);
    const [oldest] = known.keys();
    if (oldest !== undefined && known.size >= PUBLISHERS) known.delete(oldest);
    known.set(slackUserId, { access, at });
    return access;
  };
}
