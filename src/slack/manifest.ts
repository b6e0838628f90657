import { COMMANDS } from './commands/index.ts';

const START = '    # generated: npm run manifest\n';
const END = '    # end of generated\n';

/** The manifest with its list of commands written anew from the registry. Throws when the marks are missing. */
export function withGeneratedCommands(manifest: string): string {
  const start = manifest.indexOf(START);
  const end = manifest.indexOf(END);
  if (start === -1 || end < start) throw new Error('manifest.yml has lost the marks around its generated commands.');
  return manifest.slice(0, start + START.length) + generated() + manifest.slice(end);
}

// JSON strings are YAML strings; Slack takes the same address for all of them.
function generated(): string {
  return COMMANDS.map(({ name, description, usage }) =>
    [
      `    - command: ${JSON.stringify(name)}`,
      '      url: https://pulse.example.com/slack/events',
      `      description: ${JSON.stringify(description)}`,
      `      usage_hint: ${JSON.stringify(usage)}`,
      '      should_escape: true',
      '',
    ].join('\n'),
  ).join('');
}
