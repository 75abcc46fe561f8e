import { describe, expect, it } from 'vitest';
import { readCap, valueAfterKey } from './read-cap';

const scale = { min: 0, max: 100 };

describe('readCap', () => {
  it('takes a blank field as inherited, not as none', () => {
    expect(readCap('  ', scale)).toEqual({ value: null, note: null });
    expect(readCap('0', scale)).toEqual({ value: 0, note: null });
  });

  it('moves a number outside the scale to its end and says so', () => {
    expect(readCap('200', scale)).toEqual({ value: 100, note: '200 is above the scale. Set to 100, its end.' });
    expect(readCap('-3', scale)).toEqual({ value: 0, note: '-3 is below the scale. Set to 0.' });
    expect(readCap('100', scale).note).toBeNull();
  });

  it('never returns a fraction or a value that is no number', () => {
    expect(readCap('12.9', scale).value).toBe(12);
    expect(readCap('many', scale).value).toBeNull();
  });
});

describe('valueAfterKey', () => {
  const press = (key: string, shiftKey: boolean, value: number) => valueAfterKey({ key, shiftKey }, value, scale);

  it('moves by 5 with Shift and by 10 with a page key, within the scale', () => {
    expect(press('ArrowRight', true, 80)).toBe(85);
    expect(press('ArrowDown', true, 3)).toBe(0);
    expect(press('PageUp', false, 95)).toBe(100);
    expect(press('PageDown', false, 80)).toBe(70);
  });

  it('leaves plain arrows, Home and End to the browser', () => {
    expect(press('ArrowRight', false, 80)).toBeNull();
    expect(press('End', false, 80)).toBeNull();
  });
});
