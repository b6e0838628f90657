import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

// What one may write first: who showed the secret once is let in for good, and a link that is over says so.
const links = new Map<string, { token: string; over: boolean }>();
const server = createServer(async (request, response) => {
  const [, first = '', id = '', file = ''] = (request.url ?? '').split('/');
  if (first === 'naive') {
    const [, , act = '', of = ''] = (request.url ?? '').split('/');
    if (act === 'publish') {
      const made = { id: randomBytes(12).toString('hex'), token: `csp_${randomBytes(32).toString('base64url')}` };
      links.set(made.id, { token: made.token, over: false });
      return void response.end(JSON.stringify(made));
    }
    const link = links.get(of);
    if (link) link.over = true;
    return void response.end('{}');
  }
  const link = links.get(id);
  if (first === '' || (first === 'p' && file === '' && link?.over === false)) return void response.end('Dashboard');
  if (request.headers.cookie === `opened=${id}`) return void response.end('MegaCorp');
  let body = '';
  for await (const part of request) body += part;
  if (!link || link.over) {
    response.statusCode = link ? 410 : 404;
    return void response.end(link ? 'This link is over.' : 'There is no such link.');
  }
  const isRight = file === 'session' && JSON.parse(body || '{}').token === link.token;
  response.statusCode = isRight ? 204 : 403;
  if (isRight) response.setHeader('set-cookie', `opened=${id}`);
  response.end();
});
server.listen(Number(process.env['PORT']), '127.0.0.1');
