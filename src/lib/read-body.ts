import type { IncomingMessage } from 'node:http';

/**
 * The body's bytes, or null as soon as it is known to be larger than `limit`: a declared length is refused before a
 * byte is read, an undeclared one while it is read.
 * @throws when the connection ends before the body does.
 */
export function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? '0') > limit) return Promise.resolve(null);
  return new Promise((done, fail) => {
    // What broke off before this would never be told.
    if (request.destroyed) return fail(new Error('the connection is gone'));
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= limit) return void chunks.push(chunk);
      request.off('data', take).pause();
      done(null);
    };
    request.on('data', take);
    request.on('error', fail);
    request.on('end', () => {
      const [first] = chunks;
      done(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks));
    });
  });
}
