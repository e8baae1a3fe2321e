import { soundOf, STEP } from '../../../../src/pipeline/kinds/shorts/analyse/levels';
import { contactSheet } from '../../../../src/pipeline/kinds/shorts/contactSheet';

const picture = {
  examined: [{ start: 10, end: 30 }],
  cuts: [12, 20],
  black: [{ start: 25, end: 26 }],
  frozen: [],
  frames: [],
  sparse: [],
};
const choices = [{ start: 12, end: 25, score: 71, reason: 'Loud & <clear>.' }];

it('shows chosen parts, what was examined, cuts, black and loudness over time', () => {
  const { svg, height } = contactSheet(
    {
      duration: 100,
      sound: soundOf(
        Array.from({ length: 100 / STEP }, (_, index) => (index % 100 < 10 ? -80 : -20)),
        -3,
      ),
      picture,
    },
    choices,
    'a&b.mp4',
  );
  expect(svg.match(/fill="#2f9e44"/g)).toHaveLength(3);
  expect(svg.match(/fill="#74b0ff"/g)).toHaveLength(2);
  expect(svg.match(/stroke="#d9480f"/g)).toHaveLength(2);
  expect(svg).toContain('a&amp;b.mp4: 1:40');
  expect(svg).toContain('Loud &amp; &lt;clear&gt;.');
  expect(height).toBeGreaterThan(400);
});

it('says where there is no sound', () => {
  expect(contactSheet({ duration: 100, sound: null, picture }, [], 'a').svg).toContain('no sound');
});
