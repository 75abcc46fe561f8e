import { expect, test } from 'vitest';
import { createSplitter, errorAnswer, simpleQuery } from './pg-wire';
import { type LabelState, labelOf } from './statement-labels';

test('messages are cut alike wherever the network splits the bytes', () => {
  const bytes = Buffer.concat([simpleQuery('begin'), simpleQuery('select send_reserve(1)'), simpleQuery('commit')]);
  for (let at = 0; at <= bytes.length; at += 1) {
    const split = createSplitter(false);
    const messages = [...split(bytes.subarray(0, at)), ...split(bytes.subarray(at))];
    const state: LabelState = { statements: new Map(), transaction: null };
    expect(messages.map((message) => labelOf(state, message))).toEqual(['begin', 'reserve', 'commit:reserve']);
  }
});

test('an injected error is one error and one end of its query', () => {
  const messages = createSplitter(false)(errorAnswer('no', 'E'));
  expect(messages.map((message) => message.type)).toEqual(['E', 'Z']);
});

test('a commit means nothing of an earlier transaction', () => {
  const state: LabelState = { statements: new Map(), transaction: null };
  const labels = ['begin', 'select send_settle(1)', 'commit', 'begin', 'select 1', 'commit'].map((sql) => {
    const [message] = createSplitter(false)(simpleQuery(sql));
    return message === undefined ? null : labelOf(state, message);
  });
  expect(labels).toEqual(['begin', 'settle', 'commit:settle', 'begin', 'other', 'commit:other']);
});
