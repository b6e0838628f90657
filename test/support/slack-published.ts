import type { DashboardKind, NewPublished, PublishedLink } from '../../src/app/publishing/published-report.ts';
import type { SlackDeps } from '../../src/slack/deps.ts';

/** An address as it is told: an id and a secret. */
export const PUBLISHED_URL = `https://pulse.example.com/p/${'a'.repeat(24)}#csp_${'b'.repeat(43)}`;

type PublishedDeps = Pick<
  SlackDeps,
  'publishDashboard' | 'listPublished' | 'pausePublished' | 'resumePublished' | 'revokePublished'
>;

export function publishedLink(more: Partial<PublishedLink> = {}): PublishedLink {
  return {
    id: 'a'.repeat(24),
    kind: 'health',
    money: false,
    publishedBy: { id: 'U0DANA', name: 'Dana' },
    publishedAt: new Date('2026-03-01T06:00:00Z'),
    expiresAt: new Date('2026-03-08T06:00:00Z'),
    lastOpenedAt: null,
    state: 'active',
    pausedFor: null,
    ...more,
  };
}

export function newPublished(kind: DashboardKind, money: boolean): NewPublished {
  return { timeZone: 'UTC', link: publishedLink({ kind, money }), url: PUBLISHED_URL };
}

/** Links of nobody's customers, in memory. */
export function publishedDeps(decided: { verb: string; input: Readonly<Record<string, unknown>> }[]): PublishedDeps {
  const changes =
    (verb: string, state: PublishedLink['state']): PublishedDeps['pausePublished'] =>
    async ({ input }) => {
      decided.push({ verb, input: { ...input } });
      return publishedLink({ id: input.linkId, state });
    };
  return {
    publishDashboard: async ({ input }) => {
      decided.push({ verb: 'publishDashboard', input: { ...input } });
      return newPublished(input.kind, input.money);
    },
    listPublished: async () => ({ timeZone: 'UTC', links: [publishedLink(), publishedLink({ state: 'revoked' })] }),
    pausePublished: changes('pausePublished', 'paused'),
    resumePublished: changes('resumePublished', 'active'),
    revokePublished: changes('revokePublished', 'revoked'),
  };
}
