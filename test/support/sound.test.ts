import { fixture } from '../fixtures';
import { channel, decodeSound, onsets, part, peakFrequency, rms, toneLevel } from './sound';

const RATE = 8000;
const wave = (frequency: number, level: number, seconds: number) =>
  Float32Array.from({ length: seconds * RATE }, (_, n) => level * Math.sin((2 * Math.PI * n * frequency) / RATE));

describe('measuring sound', () => {
  it('measures the level of one tone among others', () => {
    const other = wave(700, 0.25, 1);
    const both = wave(440, 0.5, 1).map((sample, n) => sample + (other[n] ?? 0));
    expect(toneLevel(both, RATE, 440)).toBeCloseTo(0.5, 2);
    expect(toneLevel(both, RATE, 700)).toBeCloseTo(0.25, 2);
    expect(toneLevel(both, RATE, 560)).toBeLessThan(0.005);
  });

  it.each([60, 433, 1000, 3777])('finds the pitch of %d Hz', (frequency) => {
    expect(Math.abs(peakFrequency(wave(frequency, 0.3, 1), RATE) - frequency)).toBeLessThanOrEqual(1);
  });

  it('measures loudness and finds where sound sets in', () => {
    expect(rms(wave(440, 0.5, 1))).toBeCloseTo(0.5 / Math.SQRT2, 3);
    expect(rms(new Float32Array(10))).toBe(0);
    const two = Float32Array.from([
      ...new Float32Array(RATE / 2),
      ...wave(440, 0.5, 0.25),
      ...new Float32Array(RATE / 2),
      ...wave(440, 0.5, 0.25),
    ]);
    expect(onsets(two, RATE)).toEqual([0.5, 1.25]);
    expect(onsets(new Float32Array(RATE), RATE)).toEqual([]);
    expect(part(two, RATE, 0.5, 0.75)).toHaveLength(RATE / 4);
  });

  it('decodes the channels apart, and a part alone', async () => {
    const sound = await decodeSound(await fixture('tone.wav'));
    expect(sound).toMatchObject({ rate: 44_100, duration: 3 });
    expect(peakFrequency(channel(sound, 0), sound.rate)).toBe(440);
    expect(peakFrequency(channel(sound, 1), sound.rate)).toBe(660);
    expect(toneLevel(channel(sound).subarray(0, sound.rate), sound.rate, 660)).toBeCloseTo(0.25, 2);
    expect((await decodeSound(await fixture('tone.wav'), { from: 1, length: 0.5 })).duration).toBe(0.5);
    await expect(decodeSound(await fixture('no-audio.mp4'))).rejects.toThrow('no audio stream 0');
  });
});
