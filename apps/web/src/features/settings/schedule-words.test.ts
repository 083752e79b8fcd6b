import { STANDARD_RETRY_POLICY } from '@drawdown/shared/retries';
import { describe, expect, it } from 'vitest';
import { readSchedule, scheduleText, scheduleWords } from './schedule-words.ts';

describe('a retry schedule in words', () => {
  it('says when a declined charge is tried again, and what comes after the last try', () => {
    expect(scheduleWords([86_400, 259_200, 432_000])).toBe(
      'Charged at once, then again after 1 day, 3 days and 5 days; then it waits for another card.',
    );
    expect(scheduleWords([60])).toBe(
      'Charged at once, then again after 1 minute; then it waits for another card.',
    );
    expect(scheduleWords([])).toBe('Charged once; then it waits for another card.');
  });

  it('is read back as it is written', () => {
    for (const delays of [
      STANDARD_RETRY_POLICY.softFunds,
      STANDARD_RETRY_POLICY.softIssuer,
      STANDARD_RETRY_POLICY.softTechnical,
      [],
    ])
      expect(readSchedule(scheduleText(delays))).toEqual({ ok: true, delays });
  });

  it.each(['soon', '1 day; 2 days', '1 day,,2 days'])('refuses “%s” in words', (text) => {
    expect(readSchedule(text)).toMatchObject({ ok: false, message: expect.stringContaining('commas') });
  });

  it('refuses more tries than a card has', () => {
    expect(readSchedule(Array(10).fill('1 day').join(', '))).toMatchObject({
      ok: false,
      message: expect.stringContaining('ten declines'),
    });
  });
});
