/**
 * The body's bytes, or null as soon as it is known to be larger than `limit`: a declared length is refused before a
 * byte is read, an undeclared one while it is read.
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array | null> {
  const declared = request.headers.get('content-length');
  if (Number(declared ?? '0') > limit) return null;
  if (declared !== null) {
    // The server hands over no more than is declared, and without a stream, which costs more than a small event does.
    const raw = new Uint8Array(await request.arrayBuffer());
    return raw.byteLength > limit ? null : raw;
  }
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks);
}
