/** Rows of an array in parts, made while it is written. */
export type JsonRows = AsyncIterable<readonly object[]>;

/** The JSON of an object in pieces; a field that holds rows in parts becomes an array of them. */
export async function* jsonPieces(body: object): AsyncGenerator<string, void, undefined> {
  let piece = '';
  let before = '{';
  for (const [name, value] of Object.entries(body)) {
    if (value === undefined) continue;
    piece += `${before}${JSON.stringify(name)}:`;
    before = ',';
    if (!isRows(value)) {
      piece += JSON.stringify(value);
      continue;
    }
    let open = '[';
    for await (const part of value) {
      if (part.length === 0) continue;
      yield piece + open + part.map((row) => JSON.stringify(row)).join(',');
      piece = '';
      open = ',';
    }
    piece += open === '[' ? '[]' : ']';
  }
  yield `${before === '{' ? '{' : ''}${piece}}`;
}

function isRows(value: unknown): value is JsonRows {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
