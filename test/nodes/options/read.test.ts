import { optionValues } from '../../../nodes/options/read';

test('numbers written as text become numbers, percentages stay', () => {
  expect(optionValues('video', { width: '1280', height: ' 50% ', fps: 23.976, start: '1.5' })).toEqual({
    width: 1280,
    height: '50%',
    fps: 23.976,
    start: 1.5,
  });
});

test('what was left empty is not set; 0 is', () => {
  expect(optionValues('video', { width: '', background: '', quality: null, end: undefined, start: 0 })).toEqual({
    start: 0,
  });
});

test('text that is no number is kept, to be refused by name', () => {
  expect(optionValues('video', { width: 'wide' })).toEqual({ width: 'wide' });
});

test('what the form of another kind left behind is passed over; an unknown name is not', () => {
  expect(optionValues('audio', { codec: 'h264', width: 640, format: 'mp3', widht: 3 })).toEqual({
    format: 'mp3',
    widht: 3,
  });
});
