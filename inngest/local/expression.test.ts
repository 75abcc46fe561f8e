import { describe, expect, test } from 'vitest';
import { compileExpression, compileKey } from './expression';

const event = { name: 'a/b', data: { id: 'x', n: 3, on: true, none: null, deep: { id: 7 } } };
const scope = { event, async: { data: { id: 'x', n: 4 } } };

describe('compileExpression', () => {
  test.each([
    ["event.data.id == 'x'", true],
    ['event.data.id == "y"', false],
    ['event.data.id == async.data.id', true],
    ['event.data.n == async.data.n', false],
    ['event.data.n < async.data.n && event.data.on == true', true],
    ['event.data.n >= 3', true],
    ["event.data.n != 3 || event.name == 'a/b'", true],
    ["(event.data.n != 3 || event.data.n != 4) && event.data.id == 'no'", false],
    ['event.data.on', true],
    ["event.data.id == 'a && b'", false],
    ['event.data.none == null', true],
    ['event.data.absent == null', true],
    ['event.data.deep.id == 7', true],
    ['event.data.deep.id == 7.5', false],
  ])('%s is %s', (text, expected) => {
    expect(compileExpression(text)(scope)).toBe(expected);
  });

  test('a comparison with what is absent is false, so that two absences do not match', () => {
    expect(compileExpression('event.data.absent == async.data.absent')(scope)).toBe(false);
    expect(compileExpression("event.data.absent != 'x'")(scope)).toBe(false);
    expect(compileExpression("event.data.id.toString == 'x'")(scope)).toBe(false);
    expect(compileExpression('event.data.constructor == event.data.constructor')(scope)).toBe(false);
  });

  test.each([
    '',
    'event.data.id in ["x"]',
    'size(event.data.id) > 1',
    'event.data.id ==',
    '== 3',
    '!event.data.on',
    "event.data['id'] == 'x'",
    '(event.data.on',
    'steps.a == 1',
    'a == 1 &&',
  ])('refuses %j instead of ignoring it', (text) => {
    expect(() => compileExpression(text)).toThrow(/does not understand/);
  });
});

describe('compileKey', () => {
  test('reads a path, a literal or a sum of texts, and tells values of different types apart', () => {
    expect(compileKey('event.data.id')(scope)).toBe('"x"');
    expect(compileKey("'all'")(scope)).toBe('"all"');
    expect(compileKey("event.data.id + '-' + event.name")(scope)).toBe('"x-a/b"');
    expect(compileKey('event.data.n')({ event: { data: { n: '3' } } })).not.toBe(compileKey('event.data.n')(scope));
  });
});
