import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const TESTS = fileURLToPath(new URL('../', import.meta.url));
/** Ten seconds and more. */
const LONGEST = [
  'oracle/oracle',
  'demo/why',
  'app/record/waiting-property',
  'email/many-drafts',
  'slack/access-outsiders',
  'demo/volumes',
  'app/qbr/outline-property',
  'ingest/stripe-order',
  'packaging/regular-expressions',
  'dashboard/browser',
  'app/erasure/refuse-erased',
  'cli/command-line',
  'ingest/sql/read-broken-off',
  'api/long-reports',
  'e2e/workspace-browser',
  'packaging/image',
  'jobs/delivery-faults',
  'app/erasure/forget-user',
  'cli/source-run',
  'slack/access-posts',
  'bench/simulation',
  'slack/access-members',
  'store/active-property',
  'ingest/seat-ledger',
  'cli/import-killed',
  'app/month-in-the-life',
  'e2e/morning',
  'app/retention/apply-retention',
  'ingest/forged',
  'slack/access-unknown',
].map((name) => `${TESTS}${name}.test.ts`);

const gone = LONGEST.filter((path) => !existsSync(path));
if (gone.length > 0) throw new Error(`test/support/longest-first.ts names files that are gone: ${gone.join(', ')}`);

/**
 * Begins with the files that take longest, so that no worker is left with one of them while the others are done; all
 * others come in an order of their own in each run, by its seed.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { seed } = this.ctx.config.sequence;
    const chance = (path: string): string => createHash('md5').update(`${seed} ${path}`).digest('hex');
    const rank = ({ moduleId }: TestSpecification): string => {
      const place = LONGEST.indexOf(moduleId);
      return place < 0 ? `b ${chance(moduleId)}` : `a ${String(place).padStart(3, '0')}`;
    };
    return [...files].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  }
}
