import { parseRenderOrder, PRESETS } from '../../../src/backends/swiftia/renderOrder';
import { expectThrown } from '../../support/expectError';
import { renderProblem } from '../../support/swiftiaSchema';

const ALL = {
  preset: 'DEEP DIVER',
  brandPresetId: 'brand_1',
  size: { width: 1080, height: 1920 },
  options: {
    maxWordsInPage: 4,
    waterMark: {
      waterMarkUrl: 'https://example.com/logo.png',
      left: 10,
      top: 20,
      width: 120,
      opacity: 0.5,
      blendMode: 'normal',
    },
    style: [{ property: 'color', value: '#fff', active: true, past: false }],
    director: { camera: { facePaddingFactor: 0.3 }, intelligence: { maxSpeakersToFocus: 2 } },
  },
};

test('all that a render can have is taken, as the API does', () => {
  for (const order of [{}, ALL, ...PRESETS.map((preset) => ({ preset }))]) {
    expect(parseRenderOrder(order)).toEqual(order);
    expect(renderProblem({ id: 'job', target: 1, ...order })).toBeNull();
  }
});

test.each([
  [{ preset: 'NICE' }, /"preset" must be one of DEFAULT, GRAPES/],
  [{ options: { maxWordsInPage: 0 } }, /"options.maxWordsInPage" must be at least 1/],
  [{ options: { waterMark: { waterMarkUrl: 'logo.png' } } }, /"options.waterMark.waterMarkUrl" must be an address/],
  [
    { options: { waterMark: { waterMarkUrl: 'https://example.com/a.png', opacity: 2 } } },
    /"options.waterMark.opacity" must be at most 1/,
  ],
  [{ options: { watermark: {} } }, /"watermark" is not one of the render options/],
  [{ size: { width: 0, height: 1920 } }, /"size.width" must be at least 1/],
])('%j is refused before any request', (given, words) => {
  expectThrown(() => parseRenderOrder(given), 'request_invalid', words);
});
