import { describe, expect, it } from 'vitest';
import { durationWords, readDuration } from './duration-words.ts';

describe('durations in words', () => {
  it.each([
    [0, '0 seconds'],
    [1, '1 second'],
    [61, '1 minute 1 second'],
    [3_600, '1 hour'],
    [90_061, '1 day 1 hour'],
    [7 * 86_400, '7 days'],
  ])('says %i seconds as %s', (seconds, words) => {
    expect(durationWords(seconds)).toBe(words);
  });

  it.each([
    ['1 day', 86_400],
    ['15 min', 900],
    ['1 day 3 hours', 97_200],
    ['90s', 90],
  ])('reads %s', (text, seconds) => {
    expect(readDuration(text)).toBe(seconds);
  });

  it.each([['soon'], ['5'], ['1 day or two'], ['0 days'], ['']])('refuses “%s”', (text) => {
    expect(readDuration(text)).toBeNull();
  });

  it('reads back every duration that it words with two units', () => {
    for (const seconds of [30, 60, 180, 420, 3_600, 86_400, 259_200])
      expect(readDuration(durationWords(seconds))).toBe(seconds);
  });
});
