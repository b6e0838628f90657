import { publishDashboard } from '../../../src/app/publishing/publish-dashboard.ts';
import { revokePublished } from '../../../src/app/publishing/revoke-published.ts';
import { execute } from '../../../src/store/db.ts';
import { testContext } from '../../../test/support/context.ts';
import { poolOf } from '../../stand/databases.ts';
import { send } from '../../stand/request.ts';
import type { Stand } from '../../stand/stand.ts';

export interface Link {
  readonly id: string;
  readonly token: string;
}

/** Who publishes: the product, or something naive in its place. */
export interface Links {
  publish(): Promise<Link>;
  revoke(link: Link): Promise<void>;
  /** Lets its last day pass. */
  expire(link: Link): Promise<void>;
}

const ORIGIN = 'https://pulse.example.com';

/** Links as `/pulse publish` makes them, in the database of the replicas. */
export function productLinks(stand: Stand, databaseUrl: string): Links {
  const pool = poolOf(stand, databaseUrl, { max: 4 });
  const ctx = testContext(pool, { now: () => new Date() });
  let people = 0;
  return {
    publish: async () => {
      people += 1;
      const publisher = { id: `U0P${people}`, money: true };
      const place = { origin: ORIGIN };
      const input = { kind: 'health', money: true, days: null, publisher, place } as const;
      const { link, url } = await publishDashboard({ ctx, input });
      return { id: link.id, token: new URL(url).hash.slice(1) };
    },
    revoke: async ({ id }) => {
      await revokePublished({ ctx, input: { linkId: id, actor: { id: 'prove', others: true } } });
    },
    expire: async ({ id }) => {
      const past = `published_at = now() - interval '2 days', expires_at = now() - interval '1 second'`;
      await execute(pool, `update published_links set ${past} where link_id = $1`, [id]);
    },
  };
}

/** Links of the naive server, which has addresses of its own for this. */
export function naiveLinks(url: string): Links {
  const ask = async (path: string): Promise<Link> => {
    const reply = await send({ url: `${url}/naive/${path}` });
    if (reply.kind !== 'answer') throw new Error(`the naive server did not answer: ${reply.kind}`);
    return JSON.parse(reply.text);
  };
  return {
    publish: () => ask('publish'),
    revoke: async ({ id }) => void (await ask(`revoke/${id}`)),
    expire: async ({ id }) => void (await ask(`expire/${id}`)),
  };
}
