import { youtubeId } from '../../../src/backends/swiftia/youtubeId';

test.each([
  'dQw4w9WgXcQ',
  ' dQw4w9WgXcQ ',
  'https://www.youtube.com/watch?v=dQw4w9WgXcQ',
  'https://www.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ&t=42s',
  'http://m.youtube.com/watch?v=dQw4w9WgXcQ',
  'youtube.com/watch?v=dQw4w9WgXcQ',
  'https://music.youtube.com/watch?v=dQw4w9WgXcQ',
  'https://youtu.be/dQw4w9WgXcQ?si=abc',
  'youtu.be/dQw4w9WgXcQ',
  'https://www.youtube.com/shorts/dQw4w9WgXcQ',
  'https://www.youtube.com/live/dQw4w9WgXcQ?feature=share',
  'https://www.youtube.com/embed/dQw4w9WgXcQ',
  'https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ',
])('%s names the video', (given) => {
  expect(youtubeId(given)).toBe('dQw4w9WgXcQ');
});

test.each([
  '',
  'dQw4w9WgXc',
  'dQw4w9WgXcQQ',
  'https://vimeo.com/dQw4w9WgXcQ',
  'https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ',
  'https://www.youtube.com/watch?v=short',
  'https://www.youtube.com/@someone',
  'https://youtu.be/',
  'https://evil.example/?v=dQw4w9WgXcQ',
])('"%s" names none', (given) => {
  expect(youtubeId(given)).toBeNull();
});
