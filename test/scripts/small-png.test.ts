import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { toPalette } from '../../scripts/pictures/palette.ts';
import { readPng } from '../../scripts/pictures/read-png.ts';
import { smallPng } from '../../scripts/pictures/small-png.ts';
import { fc } from '../support/fc.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(kind: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  return Buffer.concat([length, Buffer.from(kind, 'latin1'), body, Buffer.alloc(4)]);
}

function png(head: readonly number[], lines: readonly number[]): Buffer {
  const data = deflateSync(Buffer.from(lines));
  return Buffer.concat([SIGNATURE, chunk('IHDR', Buffer.from(head)), chunk('IDAT', data)]);
}

/** Two pixels wide, RGB, one line for each of the five predictors of the format. */
const FILTERED = png(
  [0, 0, 0, 2, 0, 0, 0, 5, 8, 2, 0, 0, 0],
  [
    ...[0, 10, 20, 30, 40, 50, 60],
    ...[1, 1, 2, 3, 4, 5, 6],
    ...[2, 1, 1, 1, 1, 1, 1],
    ...[3, 5, 5, 5, 5, 5, 5],
    ...[4, 7, 7, 7, 7, 7, 7],
  ],
);

describe('a screenshot', () => {
  it('is read with every predictor, worked out by hand', () => {
    const { width, height, pixels } = readPng(FILTERED);
    expect([width, height]).toEqual([2, 5]);
    expect([...pixels]).toEqual([
      0x0a141e, 0x28323c, 0x010203, 0x050709, 0x020304, 0x06080a, 0x060607, 0x0b0c0d, 0x0d0d0e, 0x141415,
    ]);
  });

  it('is refused with a palette, with 16 bits and interlaced', () => {
    for (const [bits, kind, laced] of [
      [8, 3, 0],
      [16, 2, 0],
      [8, 2, 1],
    ]) {
      const head = [0, 0, 0, 1, 0, 0, 0, 1, bits ?? 0, kind ?? 0, 0, 0, laced ?? 0];
      expect(() => readPng(png(head, [0, 1, 2, 3]))).toThrow('Only 8-bit');
    }
  });

  it('becomes a smaller file of the same size with a palette', () => {
    const small = smallPng(FILTERED);
    expect(small.readUInt32BE(16)).toBe(2);
    expect(small.readUInt32BE(20)).toBe(5);
    expect(small[25]).toBe(3);
  });
});

describe('a palette', () => {
  const color = fc.integer({ min: 0, max: 0xffffff });

  it('is exact where the picture has no more colours than it', () => {
    fc.assert(
      fc.property(fc.array(color, { minLength: 1, maxLength: 30 }), (pixels) => {
        const { colors, places } = toPalette(Uint32Array.from(pixels), 32);
        expect([...places].map((place) => colors[place])).toEqual(pixels);
      }),
    );
  });

  it('has at most as many colours as it may, and no pixel has a nearer one', () => {
    const far = (a: number, b: number): number =>
      [16, 8, 0].reduce((sum, shift) => sum + (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2, 0);
    fc.assert(
      fc.property(fc.array(color, { minLength: 20, maxLength: 80 }), (pixels) => {
        const { colors, places } = toPalette(Uint32Array.from(pixels), 8);
        expect(colors.length).toBeLessThanOrEqual(8);
        for (const [at, pixel] of pixels.entries()) {
          const chosen = far(pixel, colors[places[at] ?? 0] ?? 0);
          expect(chosen).toBe(Math.min(...colors.map((one) => far(pixel, one))));
        }
      }),
    );
  });
});
