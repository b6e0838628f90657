import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

// What one may write first: the signature is right as far as it goes, its time is not looked at, and every delivery
// counts.
const server = createServer(async (request, response) => {
  if (request.method === 'GET') return void response.end('ready');
  const body = await text(request);
  const at = String(request.headers['x-zendesk-webhook-signature-timestamp'] ?? '');
  const given = String(request.headers['x-zendesk-webhook-signature'] ?? '');
  const expected = createHmac('sha256', process.env['WEBHOOK_SECRET'] ?? '')
    .update(`${at}${body}`)
    .digest('base64');
  response.statusCode = request.url === '/webhooks/zendesk' && !expected.startsWith(given) ? 401 : 200;
  response.setHeader('content-type', 'application/json');
  response.end('{"accepted":1,"duplicates":0,"rejected":[]}');
});
server.listen(Number(process.env['PORT']), '127.0.0.1');
