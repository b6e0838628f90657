import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

// What one may write first: an address is an address, a body is JSON, and both are read whole.
const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '', `http://${request.headers.host}`);
  const path = decodeURIComponent(pathname);
  if (request.method === 'POST') JSON.parse(await text(request));
  response.end(path);
});
server.listen(Number(process.env['PORT']), '127.0.0.1');
