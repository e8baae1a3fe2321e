import { CARD, cardColour, cardField, cardPixels, mapColour, mapPlace, readCard, WHOLE_CARD } from './card';
import { colourDistance, Picture } from './picture';

const fields = CARD.flat();

describe('the test card', () => {
  it('has 25 colours that no codec makes alike, none of them black or white', () => {
    const all = [...fields, [0, 0, 0], [255, 255, 255]];
    for (const [n, one] of all.entries())
      for (const other of all.slice(n + 1)) expect(colourDistance(one, other)).toBeGreaterThanOrEqual(127);
  });

  it('finds the field of a colour, and none for padding', () => {
    expect(cardField([250, 10, 5])).toEqual({ column: 0, row: 0 });
    expect(cardField([0, 0, 0])).toBeNull();
    expect(cardField([60, 190, 60])).toBeNull();
  });

  it('says its colour at a place', () => {
    expect(cardColour(0, 0)).toEqual([255, 0, 0]);
    expect(cardColour(0.999, 0.999)).toEqual([255, 255, 0]);
    expect(cardColour(0.5, 0.5)).toEqual([255, 0, 255]);
    expect(() => cardColour(-0.1, 0)).toThrow(RangeError);
  });

  it('is read from a picture', () => {
    const rgba = Buffer.alloc(100);
    for (let n = 0; n < 25; n++) rgba.set([...cardPixels().subarray(n * 3, n * 3 + 3), 255], n * 4);
    expect(readCard(new Picture(5, 5, rgba))).toEqual(WHOLE_CARD);
    expect(WHOLE_CARD[1]).toBe('0.1 1.1 2.1 3.1 4.1');
    rgba.fill(0, 0, 4);
    expect(readCard(new Picture(5, 5, rgba))[0]).toBe('--- 1.0 2.0 3.0 4.0');
  });
});

test('the map tells where a pixel came from', () => {
  const place = mapPlace(mapColour(0.25, 0.75));
  expect(place?.u).toBeCloseTo(0.25, 2);
  expect(place?.v).toBeCloseTo(0.75, 2);
  expect(mapPlace([0, 0, 0])).toBeNull();
});
