import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

const seen: string[] = [];

// What one may write first to know a request that comes twice: it remembers every one there ever was.
createServer(async (request, response) => {
  seen.push(`${await text(request)} ${Math.random()}`);
  response.end('ready');
}).listen(Number(process.env['PORT']), '127.0.0.1');
