import { readFileSync, writeFileSync } from 'node:fs';
import { withGeneratedCommands } from '../src/slack/manifest.ts';

const file = new URL('../manifest.yml', import.meta.url);
const current = readFileSync(file, 'utf8');
const wanted = withGeneratedCommands(current);

if (wanted === current) {
  console.log('manifest.yml is up to date.');
} else if (process.argv.includes('--check')) {
  console.error('manifest.yml does not list the registered commands: run `npm run manifest` and commit it.');
  process.exitCode = 1;
} else {
  writeFileSync(file, wanted);
  console.log('manifest.yml now lists the registered commands.');
}
