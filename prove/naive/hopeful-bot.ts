import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import pg from 'pg';

// What one may write first: ask the database, then acknowledge; nothing has a limit, and nothing is caught.
const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
await client.connect();
const server = createServer(async (request, response) => {
  if (request.method === 'GET') return void response.end('ready');
  const form = new URLSearchParams(await text(request));
  const name = decodeURIComponent(form.get('text') ?? '');
  const { rows } = await client.query('select name from accounts where external_id = $1', [name.replaceAll('\0', '')]);
  response.end();
  const body = JSON.stringify({ text: `${rows[0]?.name ?? 'No account'}: MRR unknown` });
  await fetch(form.get('response_url') ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
});
server.listen(Number(process.env['PORT']), '127.0.0.1');
