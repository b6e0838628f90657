import { setImmediate } from 'node:timers/promises';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createMcpServer, type McpDeps } from './server.ts';

/** Answers one client on standard input and output until `ended` resolves, and what it had asked by then. */
export async function serveStdio(deps: McpDeps, ended: Promise<unknown>): Promise<void> {
  const running = new Set<Promise<unknown>>();
  const explain: McpDeps['explain'] = (work) => {
    const answer = deps.explain(work);
    running.add(answer);
    void answer.catch(() => undefined).then(() => running.delete(answer));
    return answer;
  };
  const server = createMcpServer({ ...deps, explain });
  await server.connect(new StdioServerTransport());
  await ended;
  // What came with the end is read in this turn of the loop, and an answer is written in the one after it is there.
  await setImmediate();
  while (running.size > 0) {
    await Promise.allSettled(running);
    await setImmediate();
  }
  await server.close();
}
